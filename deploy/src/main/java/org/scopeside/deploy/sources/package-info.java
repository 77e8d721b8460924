/** What can be read: the commands that list sources, look into files and check Bio-Formats. */
package org.scopeside.deploy.sources;

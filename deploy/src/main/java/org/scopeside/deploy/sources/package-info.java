/** What can be read: the commands that list sources and look into files. */
package org.scopeside.deploy.sources;

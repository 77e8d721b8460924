/** What the user has set, as Micro-Manager's profile keeps it. */
package org.scopeside.micromanager.settings;

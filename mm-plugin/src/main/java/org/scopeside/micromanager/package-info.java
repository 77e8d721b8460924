/** Where Micro-Manager meets Scopeside: the plugin it loads, from start-up to shutdown. */
package org.scopeside.micromanager;

/**
 * Micro-Manager as far as the plugin sees it, for tests: real Guava buses, stores that deliver
 * images on a thread of their own as Micro-Manager's do, and records of what was asked of them.
 */
package org.scopeside.micromanager.fakes;

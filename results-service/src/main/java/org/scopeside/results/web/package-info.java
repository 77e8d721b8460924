/** The REST API, live updates and the dashboard over HTTP. */
package org.scopeside.results.web;

/** What is known now of every live acquisition, and its form in the API. */
package org.scopeside.results.live;

/** What demo and replay share: pacing, following a run to its end, progress and summary. */
package org.scopeside.deploy.run;

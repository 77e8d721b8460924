/**
 * Acting on what comes back, where the user asked for it: fields to image again, rules that pause
 * or stop a run, and wells that are left once they have enough cells. Nothing here runs unless it
 * is switched on for the acquisition at hand, and whatever it does is written down with its reason.
 */
package org.scopeside.steering;

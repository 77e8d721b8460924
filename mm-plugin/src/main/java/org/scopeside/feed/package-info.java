/**
 * What comes back: results, failures and label images of the acquisitions that this microscope
 * publishes.
 */
package org.scopeside.feed;

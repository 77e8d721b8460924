/**
 * Image folders of Micro-Manager, and what its files of every kind say of frames, channels and
 * positions.
 */
package org.scopeside.source.micromanager;

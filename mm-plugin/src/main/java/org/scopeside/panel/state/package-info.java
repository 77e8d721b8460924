/**
 * What the panel shows and what its settings say: values that never change, without Swing and
 * without Micro-Manager, so that any thread can make one.
 */
package org.scopeside.panel.state;

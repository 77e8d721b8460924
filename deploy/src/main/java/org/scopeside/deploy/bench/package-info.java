/** Benchmarks that anyone can run on the machine at hand. */
package org.scopeside.deploy.bench;

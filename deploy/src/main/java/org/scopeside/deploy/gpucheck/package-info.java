/** Whether the way through a GPU is right and fast, on the machine that has one. */
package org.scopeside.deploy.gpucheck;

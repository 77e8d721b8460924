/** Label images written as files beside the images they come from. */
package org.scopeside.deploy.labels;

/**
 * {@code scopeside models}: which models there are, what each is for and how good it is, and
 * whether a package works on this machine. {@link org.scopeside.deploy.models.ModelsCommand} is the
 * way in; what a package is stands in {@code models/README.md}.
 */
package org.scopeside.deploy.models;

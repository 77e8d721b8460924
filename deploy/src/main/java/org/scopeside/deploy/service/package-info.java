/**
 * The parts of an installation one by one: a broker, the topics, a segmenter, a results service.
 */
package org.scopeside.deploy.service;

package org.micromanager.display;

/** Signatures of Micro-Manager's type of this name. */
public interface DisplaySettings {}

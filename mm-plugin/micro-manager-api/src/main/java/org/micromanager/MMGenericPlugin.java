package org.micromanager;

/** Signatures of Micro-Manager's type of this name. */
public interface MMGenericPlugin extends org.scijava.plugin.SciJavaPlugin {}

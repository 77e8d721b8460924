package loci.common.services;

/** Signatures of Bio-Formats' type of this name. */
public interface Service {}

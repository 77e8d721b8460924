package loci.formats.ome;

import loci.formats.meta.IMetadata;

/** Signatures of Bio-Formats' type of this name. */
public interface OMEXMLMetadata extends IMetadata, ome.xml.meta.OMEXMLMetadata {}

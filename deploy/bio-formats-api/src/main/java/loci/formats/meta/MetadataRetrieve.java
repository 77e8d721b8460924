package loci.formats.meta;

/** Signatures of Bio-Formats' type of this name. */
public interface MetadataRetrieve extends ome.xml.meta.MetadataRetrieve {}

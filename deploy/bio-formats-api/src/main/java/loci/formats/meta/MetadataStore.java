package loci.formats.meta;

/** Signatures of Bio-Formats' type of this name. */
public interface MetadataStore extends ome.xml.meta.MetadataStore {}

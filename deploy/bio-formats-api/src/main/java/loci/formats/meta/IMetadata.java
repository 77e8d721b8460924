package loci.formats.meta;

/** Signatures of Bio-Formats' type of this name. */
public interface IMetadata extends ome.xml.meta.IMetadata, MetadataStore, MetadataRetrieve {}

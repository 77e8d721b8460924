package loci.common.services;

import loci.formats.ome.OMEXMLMetadata;
import loci.formats.services.OMEXMLService;

/** Knows the one service that is asked for. */
public class ServiceFactory {
  /** Metadata that are the real thing. */
  private static final class Metadata extends ome.xml.meta.OMEXMLMetadataImpl
      implements OMEXMLMetadata {}

  private static final class Metas implements OMEXMLService {
    @Override
    public OMEXMLMetadata createOMEXMLMetadata() {
      return new Metadata();
    }
  }

  public <T extends Service> T getInstance(Class<T> type) {
    return type.cast(new Metas());
  }
}

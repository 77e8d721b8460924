package loci.formats.services;

import loci.common.services.Service;
import loci.common.services.ServiceException;
import loci.formats.ome.OMEXMLMetadata;

/** Signatures of Bio-Formats' type of this name. */
public interface OMEXMLService extends Service {
  OMEXMLMetadata createOMEXMLMetadata() throws ServiceException;
}

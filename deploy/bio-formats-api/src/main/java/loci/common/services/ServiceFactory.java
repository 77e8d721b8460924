package loci.common.services;

/** Signatures of Bio-Formats' type of this name. */
public class ServiceFactory {
  public ServiceFactory() throws DependencyException {
    throw new UnsupportedOperationException();
  }

  public <T extends Service> T getInstance(Class<T> type) throws DependencyException {
    throw new UnsupportedOperationException();
  }
}

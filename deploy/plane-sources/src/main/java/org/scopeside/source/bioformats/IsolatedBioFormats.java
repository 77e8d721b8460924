package org.scopeside.source.bioformats;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnusableSourceException;

/**
 * The adapter and the user's jars in a class loader of their own. One is made for the same jars as
 * long as the program runs, since Bio-Formats takes a second to be loaded.
 */
public final class IsolatedBioFormats {
  private static final String ADAPTER = "org.scopeside.source.bioformats.adapter.AdaptedBioFormats";

  private static final Map<List<String>, IsolatedBioFormats> LOADED = new ConcurrentHashMap<>();

  private final URLClassLoader loader;
  private final URL adapter;
  private final BioFormatsLibrary library;

  private IsolatedBioFormats(URLClassLoader loader, URL adapter, BioFormatsLibrary library) {
    this.loader = loader;
    this.adapter = adapter;
    this.library = library;
  }

  /**
   * Loads Bio-Formats, or finds it loaded.
   *
   * @throws UnusableSourceException if the adapter or a jar cannot be loaded
   */
  public static IsolatedBioFormats of(BioFormatsPlace place) throws UnusableSourceException {
    List<String> key = new ArrayList<>();
    try {
      for (Path jar : place.jars()) {
        key.add(jar.toRealPath() + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
      }
      IsolatedBioFormats known = LOADED.get(key);
      if (known != null) {
        return known;
      }
      synchronized (LOADED) {
        IsolatedBioFormats loaded = LOADED.get(key);
        if (loaded == null) {
          loaded = load(place);
          LOADED.put(key, loaded);
        }
        return loaded;
      }
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      if (e instanceof UnusableSourceException known) {
        throw known;
      }
      throw new UnusableSourceException(
          "Bio-Formats cannot be loaded from " + place.path() + ": " + e, e);
    }
  }

  /** The way to its readers. */
  public BioFormatsLibrary library() {
    return library;
  }

  /** What the adapter refers to and the user's Bio-Formats has not, in words; empty if all fits. */
  public LinkageAudit audit() throws UnusableSourceException {
    try {
      return LinkageAudit.of(adapter, loader);
    } catch (IOException e) {
      throw new UnusableSourceException("the adapter's classes cannot be read: " + e, e);
    }
  }

  private static IsolatedBioFormats load(BioFormatsPlace place)
      throws IOException, ReflectiveOperationException {
    URL adapter = adapter();
    List<URL> urls = new ArrayList<>(List.of(adapter));
    for (Path jar : place.jars()) {
      urls.add(jar.toUri().toURL());
    }
    SharedPackages shared = new SharedPackages(IsolatedBioFormats.class.getClassLoader());
    URLClassLoader loader = new URLClassLoader("Bio-Formats", urls.toArray(URL[]::new), shared);
    BioFormatsLibrary library =
        loader
            .loadClass(ADAPTER)
            .asSubclass(BioFormatsLibrary.class)
            .getDeclaredConstructor()
            .newInstance();
    return new IsolatedBioFormats(loader, adapter, library);
  }

  /** The jar or folder with the adapter's classes, which are on this program's class path. */
  private static URL adapter() throws IOException {
    String name = ADAPTER.replace('.', '/') + ".class";
    @Nullable URL place = IsolatedBioFormats.class.getClassLoader().getResource(name);
    if (place == null) {
      throw new UnusableSourceException(
          "this installation lacks the adapter of Bio-Formats, bio-formats-adapter.jar");
    }
    URLConnection connection = place.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return jar.getJarFileURL();
    }
    String text = place.toString();
    return URI.create(text.substring(0, text.length() - name.length())).toURL();
  }
}

package org.scopeside.segmenter.engine.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.CacheFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled kernels in a folder, one file a key: a comment of PTX with the SHA-256 of what follows
 * it, then the PTX. A file is written under a name of its own and moved to its place when whole, so
 * processes may share the folder; a damaged one counts as not there.
 */
public final class PtxCache {
  private static final Logger log = LoggerFactory.getLogger(PtxCache.class);
  private static final String BEFORE_HASH = "// scopeside kernels, SHA-256 ";
  private static final int HEADER = BEFORE_HASH.length() + 64 + 1;

  private final Path folder;

  /**
   * @param folder made when first written to
   */
  public PtxCache(Path folder) {
    this.folder = folder;
  }

  /** Where kernels that this user compiled are kept. */
  public static PtxCache ofUser() {
    return new PtxCache(CacheFolder.of("kernels"));
  }

  Path folder() {
    return folder;
  }

  static String fileName(String key) {
    return key + ".ptx";
  }

  /** What is kept under the key; null if nothing is, or it is damaged or cannot be read. */
  byte @Nullable [] read(String key) {
    Path file = folder.resolve(fileName(key));
    try {
      byte[] all = Files.readAllBytes(file);
      byte[] ptx = Arrays.copyOfRange(all, Math.min(HEADER, all.length), all.length);
      if (Arrays.equals(header(ptx), Arrays.copyOf(all, Math.min(HEADER, all.length)))) {
        return ptx;
      }
      log.warn("{} is damaged; the kernels are compiled anew", file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      log.warn("{} cannot be read; the kernels are compiled anew: {}", file, e.toString());
    }
    return null;
  }

  /** Keeps compiled kernels; where that fails the next process compiles them again. */
  public void write(String key, byte[] ptx) {
    try {
      Files.createDirectories(folder);
      Path partial = Files.createTempFile(folder, key, ".partial");
      try {
        byte[] header = header(ptx);
        byte[] all = Arrays.copyOf(header, header.length + ptx.length);
        System.arraycopy(ptx, 0, all, header.length, ptx.length);
        Files.write(partial, all);
        move(partial, folder.resolve(fileName(key)));
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      log.warn("compiled kernels cannot be kept in {}: {}", folder, e.toString());
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] header(byte[] ptx) {
    try {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ptx));
      return (BEFORE_HASH + hash + "\n").getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java has SHA-256", e);
    }
  }
}

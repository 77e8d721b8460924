package org.scopeside.source.ometiff;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which UUID a file has by its OME-XML, told without parsing all of it. */
final class OmeUuid {
  private static final Pattern ROOT =
      Pattern.compile(
          "<(?:\\w{1,40}:)?OME\\s[^<>]{0,4000}?\\bUUID\\s{0,9}=\\s{0,9}\"([^\"]{1,100})\"");
  private static final Pattern TIFF_DATA =
      Pattern.compile("<(?:\\w{1,40}:)?UUID\\b[^<>]{0,2000}>\\s{0,99}([^<\\s]{1,100})");
  private static final int ROOT_WITHIN = 1 << 16;

  private OmeUuid() {}

  /** Of the root, else the only one that its TiffData name; null where there is neither. */
  static @Nullable String of(String description) {
    int end = Math.min(description.length(), ROOT_WITHIN);
    Matcher root = ROOT.matcher(description).region(0, end);
    if (root.find()) {
      return root.group(1);
    }
    Matcher planes = TIFF_DATA.matcher(description);
    String only = null;
    while (planes.find()) {
      if (only != null && !only.equals(planes.group(1))) {
        return null;
      }
      only = planes.group(1);
    }
    return only;
  }
}

package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.image.TiffDirectory;

/**
 * The files that a document's TiffData mean. They lie beside the document or in folders below. Where
 * authors renamed files the names inside are those of old: then a file is known by its UUID, by the
 * end of its name that Micro-Manager gave it, or as the only one there is, the document's own.
 */
final class SetMembers {
  private static final int MOST_LOOKED_INTO = 2_000;

  private final Survey survey;
  private final Path file;
  private final OmeDocument document;
  private final Path folder;
  private final boolean inTiff;
  private final Set<Member> declared = new HashSet<>();
  private final Map<Member, Optional<Path>> found = new HashMap<>();
  private @Nullable Map<String, Path> byUuid;

  /** What a TiffData says of its file. */
  private record Member(@Nullable String uuid, @Nullable String fileName) {
    static Member of(OmeTiffData block) {
      return new Member(block.uuid(), block.fileName());
    }
  }

  SetMembers(Survey survey, Path file, OmeDocument document) {
    this.survey = survey;
    this.file = file;
    this.document = document;
    this.folder = Objects.requireNonNull(file.getParent(), "folder");
    this.inTiff = !FolderIndex.isCompanionName(Survey.name(file));
    for (OmeImage image : document.images()) {
      image.tiffData().forEach(block -> declared.add(Member.of(block)));
    }
  }

  /** Files that the document speaks of, by name or UUID. */
  int declared() {
    return declared.size();
  }

  /** Null, with the reason among the unread, where there is no such file. */
  @Nullable Path file(OmeTiffData block) {
    return found.computeIfAbsent(Member.of(block), member -> Optional.ofNullable(find(member)))
        .orElse(null);
  }

  private @Nullable Path find(Member member) {
    if (isOwn(member)) {
      return file;
    }
    String name = member.fileName();
    Path path = name == null ? null : survey.folder(folder).find(name);
    if (path == null) {
      path = renamed(member);
    }
    if (path == null) {
      tellMissing(member);
    }
    return path;
  }

  /**
   * A TIFF's own file: where no file is named; where the UUID is the document's own; and where only
   * one is named at all, which must be the one the document stands in.
   */
  private boolean isOwn(Member member) {
    if (!inTiff) {
      return false;
    }
    boolean unnamed = member.uuid() == null && member.fileName() == null;
    boolean own = member.uuid() != null && member.uuid().equals(document.uuid());
    return unnamed || own || declared.size() == 1;
  }

  private @Nullable Path renamed(Member member) {
    String uuid = member.uuid();
    Path path = uuid == null ? null : uuids().get(uuid);
    return path == null ? ofSameEnd(member.fileName()) : path;
  }

  /** Micro-Manager's part of the name, {@code _MMStack_Pos0.ome.tif}, where one file has it. */
  private @Nullable Path ofSameEnd(@Nullable String name) {
    int mark = name == null ? -1 : name.lastIndexOf("_MMStack");
    if (name == null || mark < 0) {
      return null;
    }
    String end = name.substring(mark);
    List<Path> same =
        survey.folder(folder).files().stream()
            .filter(other -> folder.equals(other.getParent()))
            .filter(other -> Survey.name(other).endsWith(end))
            .toList();
    return same.size() == 1 ? same.get(0) : null;
  }

  private Map<String, Path> uuids() {
    Map<String, Path> known = byUuid;
    if (known == null) {
      known = new HashMap<>();
      List<Path> beside =
          survey.folder(folder).files().stream()
              .filter(other -> folder.equals(other.getParent()))
              .filter(other -> FolderIndex.isTiffName(Survey.name(other)))
              .limit(MOST_LOOKED_INTO)
              .toList();
      for (Path other : beside) {
        String uuid = uuid(other);
        if (uuid != null) {
          known.putIfAbsent(uuid, other);
        }
      }
      byUuid = known;
    }
    return known;
  }

  private @Nullable String uuid(Path tiff) {
    try {
      List<String> texts =
          survey.tiffs().with(tiff, open -> open.page(0).texts(TiffDirectory.IMAGE_DESCRIPTION));
      return texts.isEmpty() ? null : OmeUuid.of(texts.get(0));
    } catch (IOException damaged) {
      return null;
    }
  }

  private void tellMissing(Member member) {
    String name = member.fileName();
    if (name != null) {
      survey.unread(
          missing(name), "is not there, but the OME-XML in " + survey.shown(file) + " tells of it");
    } else {
      String which = member.uuid() == null ? "no file" : "the file " + member.uuid();
      survey.unread(file, "its OME-XML names " + which + " for some planes, which is not there");
    }
  }

  private Path missing(String name) {
    String relative = name.replace('\\', '/');
    try {
      return folder.resolve(relative.substring(relative.lastIndexOf('/') + 1));
    } catch (InvalidPathException notAName) {
      return folder.resolve("?");
    }
  }
}

package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.modelpackage.ModelDescription.Citation;

/** Reads what is for people: name, authors, licence, what to cite. */
final class CardReader {
  private static final int MAX_DOCUMENTATION = 1 << 20;
  private static final int MAX_ID = 100;

  private final YamlValue root;

  CardReader(YamlValue root) {
    this.root = root;
  }

  /** Format and type, without which nothing else need be read. */
  boolean isModel() {
    String version = root.get("format_version").text();
    if (!version.isEmpty() && !version.matches("0\\.5(\\.\\d+)?")) {
      root.get("format_version")
          .problem("%s is not supported; 0.5 is%s".formatted(version, advice(version)));
      return false;
    }
    String type = root.get("type").text();
    if (!type.isEmpty() && !type.equals("model")) {
      root.get("type").problem("is " + type + "; model is needed");
      return false;
    }
    return true;
  }

  private static String advice(String version) {
    return version.matches("0\\.[34]\\..*")
        ? ": bioimageio.core's command `bioimageio update-format` converts it"
        : "";
  }

  /** The id, else one made of the name. */
  String id() {
    String id = root.get("id").textOrNull();
    if (id == null) {
      return root.get("name")
          .text("")
          .toLowerCase(Locale.ROOT)
          .replaceAll("[^a-z0-9]+", "-")
          .replaceAll("^-|-$", "");
    }
    String plain = id.replace('/', '-');
    if (!plain.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || plain.length() > MAX_ID) {
      root.get("id").problem(id + " is not letters, digits, '.', '_' or '-', at most " + MAX_ID);
    }
    return plain;
  }

  String version() {
    String version = root.get("version").text("1");
    if (!version.matches("[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}")) {
      root.get("version").problem(version + " is not letters, digits, '.', '+', '_' or '-'");
    }
    return version;
  }

  String name() {
    return root.get("name").text();
  }

  String description() {
    return root.get("description").text("");
  }

  String licence() {
    YamlValue licence = root.get("license");
    if (!licence.isPresent()) {
      licence.problem("is missing: an SPDX identifier such as BSD-3-Clause");
    }
    return licence.text("");
  }

  List<String> authors() {
    List<String> authors = new ArrayList<>();
    for (YamlValue author : root.get("authors").items()) {
      if (author.isMapping()) {
        String affiliation = author.get("affiliation").text("");
        authors.add(
            author.get("name").text() + (affiliation.isEmpty() ? "" : " (" + affiliation + ")"));
      } else {
        authors.add(author.text());
      }
    }
    return authors;
  }

  List<Citation> cite() {
    List<Citation> citations = new ArrayList<>();
    for (YamlValue entry : root.get("cite").items()) {
      String text = entry.get("text").text();
      String doi = entry.get("doi").textOrNull();
      String url = entry.get("url").textOrNull();
      citations.add(new Citation(text, doi, url));
    }
    return citations;
  }

  /** The text of the card, or its address where it is on the web. */
  @Nullable String documentation(PackageFiles files) {
    YamlValue documentation = root.get("documentation");
    YamlValue source =
        documentation.isMapping() ? documentation.get("source") : root.get("documentation");
    String path = source.textOrNull();
    if (path == null || path.matches("https?://.*")) {
      return path;
    }
    try {
      return new String(files.read(path, MAX_DOCUMENTATION), StandardCharsets.UTF_8);
    } catch (IOException e) {
      source.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  List<String> tags() {
    return root.get("tags").texts();
  }

  @Nullable String gitRepo() {
    return root.get("git_repo").textOrNull();
  }

  @Nullable String parent() {
    YamlValue parent = root.get("parent");
    return parent.isMapping() ? parent.get("id").textOrNull() : parent.textOrNull();
  }
}

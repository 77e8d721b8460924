package org.scopeside.segmenter.modelpackage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML from a source that is not trusted. Only the tree of nodes is built, never a Java
 * object; aliases, depth and size are bounded, so that a small file cannot become a large tree;
 * duplicate keys are problems, since two readers would take different ones.
 */
final class YamlText {
  /** Largest description that is read, bytes. */
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_ALIASES = 50;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 100_000;
  private static final Set<Tag> TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.MAP,
          Tag.SEQ);

  private final Problems problems;
  private int nodes;

  private YamlText(Problems problems) {
    this.problems = problems;
  }

  /**
   * Parses one document.
   *
   * @param file its name, for messages
   * @return the root, a mapping; null where it cannot be read, with the reason in the problems
   */
  static @Nullable YamlValue parse(String file, byte[] bytes, Problems problems) {
    try {
      Node root = compose(bytes);
      if (!(root instanceof MappingNode)) {
        problems.add(file, "is not a YAML mapping");
        return null;
      }
      YamlText check = new YamlText(problems);
      return check.sound(file, root, "", 0) ? new YamlValue("", root, problems) : null;
    } catch (CharacterCodingException e) {
      problems.add(file, "is not UTF-8 text");
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      String where = mark == null ? "" : "line " + (mark.getLine() + 1) + ": ";
      problems.add(file, where + oneLine(String.valueOf(e.getProblem())));
    } catch (YAMLException e) {
      problems.add(file, oneLine(String.valueOf(e.getMessage())));
    }
    return null;
  }

  private static @Nullable Node compose(byte[] bytes) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes))
            .toString();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    StreamReader reader = new StreamReader(text);
    return new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode();
  }

  /** False where the tree is too large to be walked at all. */
  private boolean sound(String file, Node node, String path, int depth) {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      problems.add(file, "is too large or refers to itself: aliases are followed to a limit only");
      return false;
    }
    if (!TAGS.contains(node.getTag())) {
      problems.add(path.isEmpty() ? file : path, "the tag " + node.getTag() + " is not accepted");
    }
    if (node instanceof SequenceNode list) {
      int i = 0;
      for (Node item : list.getValue()) {
        if (!sound(file, item, path + "[" + i++ + "]", depth + 1)) {
          return false;
        }
      }
    }
    return !(node instanceof MappingNode mapping) || soundEntries(file, mapping, path, depth);
  }

  private boolean soundEntries(String file, MappingNode mapping, String path, int depth) {
    Set<String> keys = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(path.isEmpty() ? file : path, "a key is not plain text");
        continue;
      }
      String inner = YamlValue.inner(path, key.getValue());
      if (!keys.add(key.getValue())) {
        problems.add(inner, "stands there twice, again in line " + line(key));
      }
      if (!sound(file, entry.getValueNode(), inner, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }
}

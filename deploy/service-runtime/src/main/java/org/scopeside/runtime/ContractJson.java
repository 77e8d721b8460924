package org.scopeside.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.MalformedRecordException.Reason;

/** Bytes of JSON event bodies to the contract's trees and back, by Jackson. Thread-safe. */
public final class ContractJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(20).maxStringLength(1 << 20).build());
  }

  private ContractJson() {}

  /** UTF-8 JSON of a tree. */
  public static byte[] write(Map<String, Object> tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON tree: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The object of a JSON body.
   *
   * @throws MalformedRecordException {@link Reason#INVALID_JSON} with the parser's words and place
   */
  public static Map<?, ?> read(byte[] body) throws MalformedRecordException {
    try {
      Map<?, ?> tree = MAPPER.readValue(body, Map.class);
      if (tree != null) {
        return tree;
      }
    } catch (IOException e) {
      throw new MalformedRecordException(
          Reason.INVALID_JSON, "body of " + body.length + " bytes: " + firstLine(e), e);
    }
    throw new MalformedRecordException(Reason.INVALID_JSON, "body is JSON null");
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}

package org.scopeside.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.Topics;

class InputTopicsTest {
  private static final String RESULTS = "scopeside.results";
  private static final String DEAD_LETTERS = "scopeside.dead-letters";
  private static final String ACQUISITIONS = "scopeside.acquisitions";

  @Test
  void shouldAcceptTopicsAsTheContractHasThem() {
    assertEquals(List.of(), problems(Map.of(RESULTS, 6, DEAD_LETTERS, 6, ACQUISITIONS, 1)));
  }

  @Test
  void shouldNameMissingTopics() {
    assertEquals(
        List.of(
            "topic scopeside.results does not exist: create the topics first",
            "topic scopeside.acquisitions does not exist: create the topics first"),
        problems(Map.of(DEAD_LETTERS, 6)));
  }

  @Test
  void shouldNameTopicsWhosePartitionsDiffer() {
    assertEquals(
        List.of(
            "topics scopeside.results and scopeside.dead-letters must have the same number of"
                + " partitions, but have 6 and 3"),
        problems(Map.of(RESULTS, 6, DEAD_LETTERS, 3, ACQUISITIONS, 1)));
  }

  private static List<String> problems(Map<String, Integer> partitions) {
    return InputTopics.problems(Topics.DEFAULT, partitions);
  }
}

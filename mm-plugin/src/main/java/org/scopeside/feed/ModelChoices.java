package org.scopeside.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.Segmentation;

/**
 * Names of models to offer for the next acquisition: what the user typed, then what results and the
 * results service spoke of, each the one heard of last first. No service lists what models its
 * segmenters have, so a name typed is as good as any. Thread-safe; keeps {@value #MOST} names.
 */
public final class ModelChoices {
  static final int MOST = 50;
  private static final int LONGEST = 200;
  private static final int ANSWER_MS = 5_000;

  private final Set<String> typed = new LinkedHashSet<>();
  private final Set<String> seen = new LinkedHashSet<>();

  /** A name that the user chose; blank ones are ignored. */
  public synchronized void typed(String model) {
    remember(typed, model.trim());
  }

  /** The models of a result. */
  public void seen(PlaneOutcome outcome) {
    Segmentation objects = outcome.objects();
    if (objects != null) {
      seen(objects.model());
    }
  }

  /**
   * A model as results name it: {@code mesmer@1/Nuclei} is {@code mesmer@1}, which the segmenter
   * takes.
   */
  public synchronized void seen(String model) {
    int kind = model.indexOf('/');
    remember(seen, kind < 0 ? model : model.substring(0, kind));
  }

  /**
   * Takes in the models of all acquisitions that a results service knows. Waits for the answer.
   *
   * @param headers sent with the request
   * @throws IOException if there is none, with what is wrong in words
   * @throws IllegalArgumentException if the address is none
   */
  public void ask(String resultsUrl, Map<String, String> headers) throws IOException {
    try {
      Map<String, Object> answer =
          new ResultsService(resultsUrl, headers).get("/api/acquisitions", ANSWER_MS);
      List<JsonMembers> newestFirst = new JsonMembers(answer).objects("acquisitions");
      Collections.reverse(newestFirst);
      for (JsonMembers acquisition : newestFirst) {
        acquisition.texts("models").forEach(this::seen);
      }
    } catch (MalformedRecordException e) {
      throw new IOException("what answers there is no results service: " + e.getMessage(), e);
    }
  }

  private static void remember(Set<String> names, String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return;
    }
    names.remove(name);
    names.add(name);
    if (names.size() > MOST / 2) {
      names.remove(names.iterator().next());
    }
  }

  /** Names to offer, each once. */
  public synchronized List<String> names() {
    Set<String> names = new LinkedHashSet<>(lastFirst(typed));
    names.addAll(lastFirst(seen));
    return new ArrayList<>(names);
  }

  /** What the user typed, the last first: for settings that outlive the program. */
  public synchronized List<String> typedNames() {
    return lastFirst(typed);
  }

  private static List<String> lastFirst(Set<String> names) {
    List<String> list = new ArrayList<>();
    for (String name : names) {
      list.add(0, name);
    }
    return list;
  }
}

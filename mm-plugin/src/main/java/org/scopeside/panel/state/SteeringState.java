package org.scopeside.panel.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be done to acquisitions, what is being done and what was. */
public final class SteeringState {
  /** All rules off, nothing to re-image, nothing done. */
  public static final SteeringState NONE = builder().build();

  private final StopRules rules;
  private final @Nullable Question question;
  private final List<ReimageCandidate> candidates;
  private final boolean adaptiveRunning;
  private final String adaptiveWords;
  private final List<ActionRow> actions;

  private SteeringState(Builder from) {
    this.rules = from.rules;
    this.question = from.question;
    this.candidates = Collections.unmodifiableList(new ArrayList<>(from.candidates));
    this.adaptiveRunning = from.adaptiveRunning;
    this.adaptiveWords = from.adaptiveWords;
    this.actions = Collections.unmodifiableList(new ArrayList<>(from.actions));
  }

  public static Builder builder() {
    return new Builder();
  }

  public StopRules rules() {
    return rules;
  }

  public @Nullable Question question() {
    return question;
  }

  public List<ReimageCandidate> candidates() {
    return candidates;
  }

  public boolean adaptiveRunning() {
    return adaptiveRunning;
  }

  /** How far it is, or why it cannot start; empty where nothing hinders it. */
  public String adaptiveWords() {
    return adaptiveWords;
  }

  /** Newest first. */
  public List<ActionRow> actions() {
    return actions;
  }

  /** All rules off, nothing to re-image, nothing done, until it is said. */
  public static final class Builder {
    private StopRules rules = StopRules.OFF;
    private @Nullable Question question;
    private List<ReimageCandidate> candidates = Collections.emptyList();
    private boolean adaptiveRunning;
    private String adaptiveWords = "";
    private List<ActionRow> actions = Collections.emptyList();

    private Builder() {}

    public Builder rules(StopRules set) {
      this.rules = set;
      return this;
    }

    public Builder question(@Nullable Question asked) {
      this.question = asked;
      return this;
    }

    public Builder candidates(List<ReimageCandidate> fields) {
      this.candidates = fields;
      return this;
    }

    /**
     * An adaptive acquisition is under way.
     *
     * @param words how far it is, a sentence
     */
    public Builder adaptiveRuns(String words) {
      this.adaptiveRunning = true;
      this.adaptiveWords = words;
      return this;
    }

    /**
     * No adaptive acquisition can be started now.
     *
     * @param words why, a sentence
     */
    public Builder adaptiveCannotStart(String words) {
      this.adaptiveRunning = false;
      this.adaptiveWords = words;
      return this;
    }

    public Builder actions(List<ActionRow> newestFirst) {
      this.actions = newestFirst;
      return this;
    }

    public SteeringState build() {
      return new SteeringState(this);
    }
  }
}

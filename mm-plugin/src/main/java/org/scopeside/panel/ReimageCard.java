package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.scopeside.panel.state.ReimageCandidate;
import org.scopeside.panel.state.ReimageReason;

/** Makes a position list of the fields that are worth a second image. */
final class ReimageCard extends Card {
  private static final int NAMED = 6;

  private final Map<ReimageReason, JCheckBox> boxes = new EnumMap<>(ReimageReason.class);
  private final WrappedText preview = new WrappedText(" ", Ink.MUTED, 1, Font.PLAIN, 34);
  private final JButton create;
  private List<ReimageCandidate> candidates = Collections.emptyList();

  ReimageCard(PanelActions actions) {
    super(new BorderLayout(Em.px(0.8), Em.px(0.5)));
    JPanel column = new JPanel();
    column.setOpaque(false);
    column.setLayout(new BoxLayout(column, BoxLayout.Y_AXIS));
    add(column, BorderLayout.CENTER);
    addLeft(column, SteeringPanel.title("Re-image list"));
    addLeft(
        column,
        SteeringPanel.explanation(
            "Before the plate leaves the stage: the fields of the last acquisition that went wrong,"
                + " as a position list for a second pass."));
    JPanel reasons = new JPanel(new FlowLayout(FlowLayout.LEFT, 0, Em.px(0.2)));
    reasons.setOpaque(false);
    for (ReimageReason reason : ReimageReason.values()) {
      JCheckBox box = new JCheckBox(reason.toString(), true);
      box.setOpaque(false);
      box.setBorder(Em.gap(0.1, 0, 0.1, 1.2));
      box.addActionListener(event -> preview());
      boxes.put(reason, box);
      reasons.add(box);
    }
    addLeft(column, reasons);
    addLeft(column, preview);
    create =
        new PushButton(
            "Make position list",
            "Puts these positions into Micro-Manager's position list",
            event -> actions.createReimageList(chosen()));
    JPanel foot = new JPanel(new BorderLayout());
    foot.setOpaque(false);
    foot.add(create, BorderLayout.SOUTH);
    add(foot, BorderLayout.EAST);
    label();
    preview();
  }

  private static void addLeft(JPanel column, JComponent line) {
    line.setAlignmentX(LEFT_ALIGNMENT);
    column.add(line);
    column.add(Em.space(0.2));
  }

  void show(List<ReimageCandidate> fields) {
    if (fields != candidates) {
      candidates = fields;
      label();
      preview();
    }
  }

  private void label() {
    for (Map.Entry<ReimageReason, JCheckBox> box : boxes.entrySet()) {
      int fields = 0;
      for (ReimageCandidate candidate : candidates) {
        fields += candidate.reasons().contains(box.getKey()) ? 1 : 0;
      }
      box.getValue().setText(box.getKey() + " (" + Words.integer(fields) + ")");
    }
  }

  private Set<ReimageReason> chosen() {
    Set<ReimageReason> chosen = EnumSet.noneOf(ReimageReason.class);
    for (Map.Entry<ReimageReason, JCheckBox> box : boxes.entrySet()) {
      if (box.getValue().isSelected()) {
        chosen.add(box.getKey());
      }
    }
    return chosen;
  }

  private void preview() {
    Set<ReimageReason> reasons = chosen();
    List<String> positions = new ArrayList<>();
    for (ReimageCandidate candidate : candidates) {
      if (!Collections.disjoint(candidate.reasons(), reasons)) {
        positions.add(candidate.position());
      }
    }
    create.setEnabled(!positions.isEmpty());
    preview.setText(words(positions));
  }

  private static String words(List<String> positions) {
    if (positions.isEmpty()) {
      return "No field to image again.";
    }
    int named = Math.min(NAMED, positions.size());
    int more = positions.size() - named;
    return Words.count(positions.size(), "field")
        + ": "
        + String.join(", ", positions.subList(0, named))
        + (more > 0 ? " and " + Words.integer(more) + " more." : ".");
  }
}

package org.scopeside.panel;

import java.awt.BorderLayout;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JPanel;
import javax.swing.JTextField;
import org.scopeside.panel.state.DropPolicy;
import org.scopeside.panel.state.PanelSettings;

/** Memory, spool and live mode. */
final class ImagesPage extends JPanel {
  private final Form form = new Form();
  private final NumberField memory = new NumberField("MB", 16, 1_000_000);
  private final NumberField spoolLimit = new NumberField("MB; 0: no spool", 0, 100_000_000);
  private final JTextField spoolFolder = new JTextField();
  private final JComboBox<DropPolicy> dropPolicy = new DropDown<>(DropPolicy.values());
  private final NumberField liveEvery =
      new NumberField("seconds between images; 0: none is sent", 0, 86_400);

  ImagesPage() {
    super(new BorderLayout());
    setOpaque(false);
    form.heading(
        "While the broker is slow or away",
        "Planes wait in memory first, then on disk. They are sent in order when the broker is back,"
            + " also after Micro-Manager was closed. The acquisition never waits.");
    memory.addTo(form, "Memory", "What planes in memory may take, all acquisitions together");
    form.add(
        "Spool folder",
        folder(),
        spoolFolder,
        "On a fast disk with room, not on the network",
        () -> SettingsCheck.folder(spoolFolder.getText(), spoolLimit.take() > 0));
    spoolLimit.addTo(form, "Spool limit", "What the spool may take on that disk");
    form.add("When both are full, lose", dropPolicy, "The images on this computer are not touched");
    form.heading("Live mode", "Live images are a sample: enough to check focus and density.");
    liveEvery.addTo(form, "Send one every", "0 sends none");
    form.end();
    add(form, BorderLayout.CENTER);
    spoolLimit.field().getDocument().addDocumentListener(new Recheck(form));
  }

  private JPanel folder() {
    JPanel row = new JPanel(new BorderLayout(Em.px(0.4), 0));
    row.setOpaque(false);
    JButton browse = new PushButton("Browse\u2026", "Chooses a folder", event -> browse());
    row.add(spoolFolder, BorderLayout.CENTER);
    row.add(browse, BorderLayout.EAST);
    return row;
  }

  private void browse() {
    JFileChooser chooser = new JFileChooser(spoolFolder.getText());
    chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
    if (chooser.showOpenDialog(this) == JFileChooser.APPROVE_OPTION) {
      spoolFolder.setText(chooser.getSelectedFile().getAbsolutePath());
    }
  }

  Form form() {
    return form;
  }

  void fill(PanelSettings settings) {
    memory.put(settings.memoryMb());
    spoolFolder.setText(settings.spoolFolder());
    spoolLimit.put(settings.spoolLimitMb());
    dropPolicy.setSelectedItem(settings.dropPolicy());
    liveEvery.put(settings.liveEveryS());
  }

  void read(PanelSettings.Builder into) {
    Object policy = dropPolicy.getSelectedItem();
    into.memoryMb(memory.take())
        .spool(
            spoolFolder.getText().trim(),
            spoolLimit.take(),
            policy == null ? DropPolicy.NEWEST : (DropPolicy) policy)
        .liveEveryS(liveEvery.take());
  }

  NumberField memory() {
    return memory;
  }
}

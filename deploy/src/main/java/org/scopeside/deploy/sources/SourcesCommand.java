package org.scopeside.deploy.sources;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.PlaneSources;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.pattern.NamePreset;
import org.scopeside.source.pattern.NamePresets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopeside sources}: what can be read, and what a path holds. */
@Command(
    name = "sources",
    header = "List what can be read; with a path, tell what it holds.",
    description = {
      "",
      "Reads metadata only: what replay and watch would send of a file or folder, and what they cannot read.",
      ""
    },
    footer = {
      "@|bold Examples|@",
      "  @|yellow scopeside sources|@",
      "  @|yellow scopeside sources plates/P7|@",
      "  @|yellow scopeside sources plates/P7 --json|@"
    })
public final class SourcesCommand implements Callable<Integer> {
  private static final int UNREAD_SHOWN = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "PATH", description = "A file or folder to look into.")
  @Nullable Path path;

  @Mixin SourceArguments arguments = new SourceArguments();

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    return path == null ? list() : look(path);
  }

  private int list() throws IOException {
    List<PlaneSource> sources = PlaneSources.installed().all();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("sources", sources.stream().map(SourcesCommand::describe).toList());
      tree.put("presets", NamePresets.all().stream().map(SourcesCommand::describe).toList());
      print(tree);
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.println("Sources, recognised by themselves or named by --source:");
      sources.forEach(source -> out.printf("  %-14s %s%n", source.name(), source.description()));
      out.println();
      out.println("Names of images that are known, recognised or given as --pattern NAME:");
      for (NamePreset preset : NamePresets.all()) {
        out.printf("  %-14s %s: %s%n", preset.name(), preset.microscope(), preset.example());
      }
      out.flush();
    }
    return ExitCode.OK.status();
  }

  private static Map<String, Object> describe(NamePreset preset) {
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("name", preset.name());
    of.put("microscope", preset.microscope());
    of.put("example", preset.example());
    of.put("numbering", preset.numbering());
    return of;
  }

  private static Map<String, Object> describe(PlaneSource source) {
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("name", source.name());
    of.put("description", source.description());
    return of;
  }

  private int look(Path into) throws IOException, UserErrorException {
    String name = arguments.sourceFor(into).name();
    try (PlaneDataset dataset = arguments.open(into)) {
      if (json) {
        print(tree(name, dataset));
      } else {
        say(name, dataset);
      }
      return dataset.unread().isEmpty() ? ExitCode.OK.status() : ExitCode.INPUT.status();
    }
  }

  private static Map<String, Object> tree(String source, PlaneDataset dataset) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", source);
    tree.put("acquisitions", dataset.acquisitions().stream().map(SourcesCommand::tree).toList());
    List<Object> unread = new ArrayList<>();
    for (PlaneDataset.Unread file : dataset.unread()) {
      unread.add(Map.of("file", file.file().toString(), "reason", file.reason()));
    }
    tree.put("unread", unread);
    tree.put("remarks", dataset.remarks());
    return tree;
  }

  private static Map<String, Object> tree(StoredAcquisition acquisition) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", acquisition.name());
    if (acquisition.plateName() != null) {
      tree.put("plate", acquisition.plateName());
    }
    tree.put("plateRows", acquisition.plateFormat()[0]);
    tree.put("plateColumns", acquisition.plateFormat()[1]);
    tree.put("wells", acquisition.fieldsPerWell().keySet().stream().map(Object::toString).toList());
    tree.put("fields", acquisition.fields());
    tree.put("channels", acquisition.channelNames());
    tree.put("sizeZ", acquisition.sizeZ());
    tree.put("sizeT", acquisition.sizeT());
    if (acquisition.physicalSizeXUm() != null) {
      tree.put("physicalSizeXUm", acquisition.physicalSizeXUm());
    }
    if (acquisition.startedAt() != null) {
      tree.put("startedAt", acquisition.startedAt().toString());
    }
    tree.put("planes", acquisition.planes().size());
    tree.put("missingPlanes", acquisition.missingPlanes());
    return tree;
  }

  private void say(String source, PlaneDataset dataset) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Read as " + source + ".");
    dataset.acquisitions().forEach(acquisition -> say(out, acquisition));
    dataset.remarks().forEach(out::println);
    List<PlaneDataset.Unread> unread = dataset.unread();
    if (!unread.isEmpty()) {
      out.println("Not readable: " + unread.size());
      unread.stream()
          .limit(UNREAD_SHOWN)
          .forEach(file -> out.println("  " + file.file() + ": " + file.reason()));
    }
    out.flush();
  }

  private static void say(PrintWriter out, StoredAcquisition of) {
    out.println(of.name() + (of.plateName() == null ? "" : ", plate " + of.plateName()));
    int wells = of.fieldsPerWell().size();
    int[] plate = of.plateFormat();
    if (wells > 0) {
      out.printf("  %d wells of a plate of %d x %d%n", wells, plate[0], plate[1]);
    }
    out.printf(
        "  %d fields%s, %d channels%s, %d z, %d time points%n",
        of.fields(),
        wells > 0 ? " a well" : "",
        of.sizeC(),
        of.channelNames().isEmpty() ? "" : " (" + String.join(", ", of.channelNames()) + ")",
        of.sizeZ(),
        of.sizeT());
    if (of.physicalSizeXUm() != null) {
      out.printf("  pixels of %.4g µm%n", of.physicalSizeXUm());
    }
    out.printf(
        "  %d planes%s%n",
        of.planes().size(),
        of.missingPlanes() == 0 ? "" : "; " + of.missingPlanes() + " are missing");
  }

  private void print(Object tree) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree));
    out.flush();
  }
}

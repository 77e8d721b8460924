package org.scopeside.deploy.models;

import picocli.CommandLine.Command;

/** {@code scopeside models}: what segments cells, and how well. */
@Command(
    name = "models",
    header = "List, explain, check and build segmentation models.",
    description = {
      "",
      "A model is built in, or a package: a folder or zip with a model.yaml and a network as ONNX."
          + " models/README.md says how to make one.",
      ""
    },
    subcommands = {ListCommand.class, ShowCommand.class, VerifyCommand.class, BuildCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside models list|@",
      "  @|yellow scopeside models show classical|@",
      "  @|yellow scopeside models verify my-model.zip|@"
    })
public final class ModelsCommand {}

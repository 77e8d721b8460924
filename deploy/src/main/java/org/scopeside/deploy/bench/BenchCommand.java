package org.scopeside.deploy.bench;

import picocli.CommandLine.Command;

/** {@code scopeside bench}: what this machine can do. */
@Command(
    name = "bench",
    header = "Measure what this machine can do.",
    description = {
      "",
      "Ratios within one run are what counts: absolute times change with whatever else the machine does.",
      ""
    },
    subcommands = {PipelineBench.class, PublishBench.class, ReadBench.class, ModelBench.class},
    synopsisSubcommandLabel = "COMMAND")
public final class BenchCommand {}

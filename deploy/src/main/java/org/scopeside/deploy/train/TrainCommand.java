package org.scopeside.deploy.train;

import picocli.CommandLine.Command;

/** {@code scopeside train}: models from one's own label images. */
@Command(
    name = "train",
    header = "Train a model from images and label images.",
    subcommands = TrainPixels.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  scopeside train pixels --images nuclei/images --labels nuclei/labels --out models/my-nuclei"
    })
public final class TrainCommand {}

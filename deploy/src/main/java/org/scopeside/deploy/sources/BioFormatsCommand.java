package org.scopeside.deploy.sources;

import picocli.CommandLine.Command;

/** {@code scopeside bio-formats}: the Bio-Formats that the user drops in. */
@Command(
    name = "bio-formats",
    header = "Check the Bio-Formats that reads files of microscope makers.",
    description = {
      "",
      "CZI, ND2, LIF, OIB, Operetta and many others are read by Bio-Formats. It is under the GPL and not"
          + " shipped with Scopeside: download bioformats_package.jar from"
          + " https://www.openmicroscopy.org/bio-formats/downloads/ and put it into"
          + " ~/.scopeside/bio-formats.",
      ""
    },
    subcommands = {BioFormatsCheckCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside bio-formats check|@",
      "  @|yellow scopeside bio-formats check plate7/Images/Index.idx.xml|@"
    })
public final class BioFormatsCommand {}

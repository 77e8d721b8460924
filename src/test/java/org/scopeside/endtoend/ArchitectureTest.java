package org.scopeside.endtoend;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Which part may know which, so that each can be understood, replaced and deployed alone. */
@AnalyzeClasses(
    packages = "org.scopeside",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoFakes.class})
class ArchitectureTest {
  private static final int JAVA_8 = 52;

  /** Leaves the fakes of Micro-Manager out, and its signatures. */
  static final class NoFakes implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/fakes/") && !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule THE_CONTRACT_KNOWS_NOTHING_BUT_ZSTD =
      classes()
          .that()
          .resideInAPackage("org.scopeside.contract..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "org.scopeside.contract..",
                  "java..",
                  "com.github.luben.zstd..",
                  "org.jspecify.."));

  @ArchTest
  static final ArchRule THE_PUBLISHER_KNOWS_THE_CONTRACT_AND_KAFKA_CLIENTS_ONLY =
      classes()
          .that()
          .resideInAPackage("org.scopeside.publish..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "org.scopeside.publish..",
                  "org.scopeside.contract..",
                  "org.apache.kafka.clients..",
                  "org.apache.kafka.common..",
                  "java..",
                  "org.jspecify.."));

  @ArchTest
  static final ArchRule ONLY_WHERE_THE_PLUGIN_MEETS_MICRO_MANAGER_ARE_ITS_TYPES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.scopeside.tap..",
              "org.scopeside.overlay..",
              "org.scopeside.steering..",
              "org.scopeside.micromanager..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.micromanager..",
                  "mmcorej..",
                  "org.micro_manager..",
                  "org.scijava..",
                  "com.google.common.."));

  @ArchTest
  static final ArchRule THE_PLUGIN_IS_LAYERED =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.scopeside..")
          .layer("micromanager")
          .definedBy("org.scopeside.micromanager..")
          .optionalLayer("steering")
          .definedBy("org.scopeside.steering..")
          .optionalLayer("overlay")
          .definedBy("org.scopeside.overlay..")
          .optionalLayer("panel")
          .definedBy("org.scopeside.panel..")
          .optionalLayer("tap")
          .definedBy("org.scopeside.tap..")
          .layer("feed")
          .definedBy("org.scopeside.feed..")
          .whereLayer("micromanager")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("steering")
          .mayOnlyBeAccessedByLayers("micromanager")
          .whereLayer("overlay")
          .mayOnlyBeAccessedByLayers("micromanager")
          .whereLayer("panel")
          .mayOnlyBeAccessedByLayers("micromanager")
          .whereLayer("tap")
          .mayOnlyBeAccessedByLayers("micromanager", "steering")
          .whereLayer("feed")
          .mayOnlyBeAccessedByLayers("micromanager", "steering", "overlay", "panel");

  @ArchTest
  static final ArchRule THE_SIMULATOR_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("org.scopeside.simulator..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.scopeside..")
                  .and(not(resideInAPackage("org.scopeside.simulator.."))));

  @ArchTest
  static final ArchRule FILES_KNOW_THE_CONTRACT_AND_NO_STREAM =
      noClasses()
          .that()
          .resideInAnyPackage("org.scopeside.source..", "org.scopeside.archive..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.scopeside.publish..",
                  "org.scopeside.deploy..",
                  "org.scopeside.segmenter..",
                  "org.scopeside.results..",
                  "org.scopeside.runtime..",
                  "org.apache.kafka.."));

  @ArchTest
  static final ArchRule READING_KNOWS_NOTHING_OF_ARCHIVING =
      noClasses()
          .that()
          .resideInAPackage("org.scopeside.source..")
          .should()
          .dependOnClassesThat(resideInAPackage("org.scopeside.archive.."));

  /** Its classes can be linked only where Bio-Formats is, by a class loader of its own. */
  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_ADAPTER_OF_BIO_FORMATS =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.scopeside.source.bioformats.adapter..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.scopeside.source.bioformats.adapter..", "loci.."));

  @ArchTest
  static final ArchRule MODULES_DEPEND_DOWNWARDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.scopeside..")
          .layer("deploy")
          .definedBy("org.scopeside.deploy..")
          .layer("segmenter")
          .definedBy("org.scopeside.segmenter..")
          .layer("results")
          .definedBy("org.scopeside.results..")
          .layer("publish")
          .definedBy("org.scopeside.publish..")
          .layer("plugin")
          .definedBy(
              "org.scopeside.micromanager..",
              "org.scopeside.tap..",
              "org.scopeside.feed..",
              "org.scopeside.panel..",
              "org.scopeside.overlay..",
              "org.scopeside.steering..")
          .layer("simulator")
          .definedBy("org.scopeside.simulator..")
          .layer("runtime")
          .definedBy("org.scopeside.runtime..")
          .layer("contract")
          .definedBy("org.scopeside.contract..")
          .whereLayer("deploy")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("segmenter")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("results")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("plugin")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("publish")
          .mayOnlyBeAccessedByLayers("deploy", "plugin")
          .whereLayer("simulator")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("deploy", "segmenter", "results");

  @ArchTest
  static final ArchRule THE_SEGMENTER_IS_LAYERED =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.scopeside.segmenter..")
          .layer("service")
          .definedBy("org.scopeside.segmenter")
          .layer("pipeline")
          .definedBy("org.scopeside.segmenter.pipeline..")
          .layer("library")
          .definedBy("org.scopeside.segmenter.library..")
          .layer("ingest")
          .definedBy("org.scopeside.segmenter.ingest..")
          .layer("gpu")
          .definedBy("org.scopeside.segmenter.gpu..")
          .layer("network")
          .definedBy("org.scopeside.segmenter.network..")
          .layer("pixels")
          .definedBy("org.scopeside.segmenter.pixels..")
          .layer("cells")
          .definedBy("org.scopeside.segmenter.cells..")
          .layer("tiling")
          .definedBy("org.scopeside.segmenter.tiling..")
          .layer("normalise")
          .definedBy("org.scopeside.segmenter.normalise..")
          .layer("modelpackage")
          .definedBy("org.scopeside.segmenter.modelpackage..")
          .layer("engine")
          .definedBy("org.scopeside.segmenter.engine..")
          .layer("decode")
          .definedBy("org.scopeside.segmenter.decode..")
          .layer("classical")
          .definedBy("org.scopeside.segmenter.classical..")
          .layer("model")
          .definedBy("org.scopeside.segmenter.model..")
          .layer("evaluate")
          .definedBy("org.scopeside.segmenter.evaluate..")
          .layer("quality")
          .definedBy("org.scopeside.segmenter.quality..")
          .layer("measure")
          .definedBy("org.scopeside.segmenter.measure..")
          .layer("image")
          .definedBy("org.scopeside.segmenter.image..")
          .whereLayer("pipeline")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("library")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("ingest")
          .mayOnlyBeAccessedByLayers("service", "library", "pipeline")
          .whereLayer("gpu")
          .mayOnlyBeAccessedByLayers("library")
          .whereLayer("network")
          .mayOnlyBeAccessedByLayers("library", "gpu")
          .whereLayer("pixels")
          .mayOnlyBeAccessedByLayers("library")
          .whereLayer("cells")
          .mayOnlyBeAccessedByLayers("library", "pipeline")
          .whereLayer("tiling")
          .mayOnlyBeAccessedByLayers("network", "gpu")
          .whereLayer("normalise")
          .mayOnlyBeAccessedByLayers("network", "tiling", "gpu")
          .whereLayer("modelpackage")
          .mayOnlyBeAccessedByLayers("library", "network", "normalise", "tiling", "gpu")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("service", "library", "network", "modelpackage", "gpu")
          .whereLayer("decode")
          .mayOnlyBeAccessedByLayers("library", "network", "pixels", "tiling", "gpu")
          .whereLayer("classical")
          .mayOnlyBeAccessedByLayers("library", "decode", "pixels", "cells")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers(
              "service",
              "pipeline",
              "library",
              "network",
              "gpu",
              "pixels",
              "cells",
              "classical",
              "tiling")
          .whereLayer("quality")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("measure")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("evaluate")
          .mayNotBeAccessedByAnyLayer();

  /** Every call to NVIDIA's libraries goes through the seams that tests put a CPU behind. */
  @ArchTest
  static final ArchRule ONLY_THE_ENGINE_OF_GPUS_KNOWS_NVIDIA =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.scopeside.segmenter.engine.cuda..", "org.scopeside.segmenter.engine.tensorrt..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.bytedeco.."));

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("org.scopeside.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("org.scopeside.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SERVICES_DO_NOT_PRINT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.scopeside.segmenter..",
              "org.scopeside.results..",
              "org.scopeside.runtime..",
              "org.scopeside.publish..",
              "org.scopeside.tap..",
              "org.scopeside.feed..",
              "org.scopeside.panel..",
              "org.scopeside.overlay..",
              "org.scopeside.steering..",
              "org.scopeside.micromanager..",
              "org.scopeside.contract..",
              "org.scopeside.simulator..")
          // A process of its own, whose answer is what it prints.
          .and()
          .haveSimpleNameNotEndingWith("GpuProbeMain")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static void shouldCompileContractAndPluginForJava8(JavaClasses scopeside) throws IOException {
    int classFiles = 0;
    for (var type :
        scopeside.that(
            resideInAnyPackage(
                "org.scopeside.contract..",
                "org.scopeside.publish..",
                "org.scopeside.tap..",
                "org.scopeside.feed..",
                "org.scopeside.panel..",
                "org.scopeside.overlay..",
                "org.scopeside.steering..",
                "org.scopeside.micromanager.."))) {
      assertEquals(JAVA_8, classFileVersion(type.getName()), type::getName);
      classFiles++;
    }
    assertTrue(classFiles > 60, "only " + classFiles + " classes were found");
  }

  private static int classFileVersion(String name) throws IOException {
    String resource = "/" + name.replace('.', '/') + ".class";
    try (InputStream stream = ArchitectureTest.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IOException("no " + resource);
      }
      DataInputStream classFile = new DataInputStream(stream);
      assertEquals(0xCAFEBABE, classFile.readInt(), name);
      classFile.readUnsignedShort(); // minor version
      return classFile.readUnsignedShort();
    }
  }
}

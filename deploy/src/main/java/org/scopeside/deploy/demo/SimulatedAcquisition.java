package org.scopeside.deploy.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.deploy.run.AnalysisGate;
import org.scopeside.deploy.run.Pace;
import org.scopeside.deploy.run.RunSource;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.simulator.PlateLayout;
import org.scopeside.simulator.SimulatedField;
import org.scopeside.simulator.SimulatedMicroscope;
import org.scopeside.simulator.SimulatedWell;
import org.scopeside.simulator.SimulationSettings;

/**
 * Acquires a simulated plate as a screening microscope would: well by well, field by field, channel
 * by channel, at a steady rate. Planes are rendered ahead on a thread of their own, so that
 * rendering does not count as latency.
 */
final class SimulatedAcquisition implements RunSource {
  private static final int RENDERED_AHEAD = 4;

  private final String id;
  private final double rate;
  private final SimulatedMicroscope microscope;
  private final SimulationSettings settings;
  private final PlateLayout layout;
  private final List<SimulatedWell> wells;
  private final List<ChannelRole> roles;

  /** A plane whose pixels are ready but that was not "captured" yet. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Rendered(
      SimulatedWell well, int field, int theT, int theZ, int theC, short[] samples) {}

  SimulatedAcquisition(String id, SimulationSettings settings, int wellCount, double rate) {
    this.id = id;
    this.rate = rate;
    this.settings = settings;
    this.microscope = new SimulatedMicroscope(settings);
    this.layout = PlateLayout.of96Wells(settings.seed());
    this.wells = layout.wells(wellCount);
    this.roles = ChannelRole.assign(settings.channels());
  }

  private long planes() {
    return (long) wells.size()
        * settings.fields()
        * settings.sizeT()
        * settings.sizeZ()
        * settings.channels().size();
  }

  @Override
  public String source() {
    return DemoCommand.SOURCE;
  }

  @Override
  public List<String> fieldNames() {
    return List.of();
  }

  @Override
  public List<String> unreadable() {
    return List.of();
  }

  @Override
  public Map<String, Long> truth() {
    Map<String, Long> truth = new LinkedHashMap<>();
    for (SimulatedWell well : wells) {
      truth.put(well.name(), (long) microscope.count(well));
    }
    return truth;
  }

  @Override
  public AcquisitionStarted plan() {
    AcquisitionStarted.Builder plan =
        new AcquisitionStarted.Builder(id, source(), Instant.now())
            .plate("Simulated dose response", layout.rows(), layout.columns())
            .wells(wells.stream().map(SimulatedAcquisition::well).toList())
            .fields(settings.fields())
            .sizeZ(settings.sizeZ())
            .sizeT(settings.sizeT())
            .expectedPlanes(planes())
            .physicalSizeXUm(settings.pixelSizeUm());
    for (int c = 0; c < roles.size(); c++) {
      plan.channel(settings.channels().get(c), roles.get(c));
    }
    return plan.build();
  }

  /**
   * Acquires everything at the microscope's pace. Planes that the publisher has no room for are
   * dropped and counted, as at a microscope.
   */
  @Override
  public void acquire(AcquisitionRun run, AnalysisGate gate) throws InterruptedException {
    Pace pace = Pace.rate(rate);
    BlockingQueue<Rendered> ahead = new ArrayBlockingQueue<>(RENDERED_AHEAD);
    Thread renderer = new Thread(() -> render(ahead), "scopeside-simulate");
    renderer.setDaemon(true);
    renderer.start();
    try {
      Instant begun = Instant.now();
      for (long plane = planes(); plane > 0; plane--) {
        Rendered next = ahead.take();
        pace.awaitNext();
        run.offer(CapturedPlane.of(header(next, begun), next.samples()));
      }
    } finally {
      renderer.interrupt();
    }
  }

  private void render(BlockingQueue<Rendered> ahead) {
    try {
      for (int t = 0; t < settings.sizeT(); t++) {
        for (SimulatedWell well : wells) {
          for (int f = 0; f < settings.fields(); f++) {
            render(microscope.field(well, f, t), ahead);
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void render(SimulatedField field, BlockingQueue<Rendered> ahead)
      throws InterruptedException {
    for (int z = 0; z < settings.sizeZ(); z++) {
      for (int c = 0; c < roles.size(); c++) {
        ahead.put(new Rendered(field.well(), field.field(), field.time(), z, c, field.plane(c, z)));
      }
    }
  }

  private PlaneHeader header(Rendered plane, Instant begun) {
    Instant now = Instant.now();
    return new PlaneHeader.Builder()
        .acquisition(id)
        .source(DemoCommand.SOURCE)
        .capturedAt(now)
        .plateName("Simulated dose response")
        .well(well(plane.well()))
        .field(plane.field())
        .theT(plane.theT())
        .theZ(plane.theZ())
        .theC(plane.theC())
        .sizeT(settings.sizeT())
        .sizeZ(settings.sizeZ())
        .sizeC(roles.size())
        .sizeX(settings.sizeX())
        .sizeY(settings.sizeY())
        .pixelType(PixelType.UINT16)
        .significantBits(settings.significantBits())
        .physicalSizeXUm(settings.pixelSizeUm())
        .physicalSizeYUm(settings.pixelSizeUm())
        .channelName(settings.channels().get(plane.theC()))
        .channelRole(roles.get(plane.theC()))
        .deltaTMs((double) (now.toEpochMilli() - begun.toEpochMilli()))
        .detector("Simulated sCMOS")
        .build();
  }

  private static Well well(SimulatedWell well) {
    return new Well(well.row(), well.column());
  }
}

package org.scopeside.source.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;

/** Receives in memory, and acknowledges at once unless told not to. */
final class RecordingReceiver implements AcquisitionReceiver, WatchListener {
  final List<String> frames = new CopyOnWriteArrayList<>();
  final List<String> lost = new CopyOnWriteArrayList<>();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<String> warnings = new CopyOnWriteArrayList<>();
  final Map<String, WatchedPlan> plans = new ConcurrentHashMap<>();
  final Map<String, Integer> sums = new ConcurrentHashMap<>();
  final Map<String, Long> at = new ConcurrentHashMap<>();
  volatile boolean acknowledging = true;

  @Override
  public Publication begin(WatchedPlan plan, Map<String, Integer> sentBefore) {
    plans.put(plan.id(), plan);
    events.add("begin " + plan.id() + " " + new TreeMap<>(sentBefore));
    return new Recording(plan.id());
  }

  private final class Recording implements Publication {
    private final String id;

    Recording(String id) {
      this.id = id;
    }

    @Override
    public void replan(WatchedPlan plan) {
      plans.put(plan.id(), plan);
    }

    @Override
    public void publish(
        PlanePlace place, PlanePixels pixels, Runnable encoded, Runnable acknowledged) {
      String frame = place.frame(id).id();
      int sum = 0;
      for (byte sample : pixels.littleEndian()) {
        sum += sample & 0xFF;
      }
      sums.put(frame, sum);
      at.put(frame, System.nanoTime());
      frames.add(frame);
      encoded.run();
      if (acknowledging) {
        acknowledged.run();
      }
    }

    @Override
    public void lose(PlanePlace place, String reason) {
      lost.add(place.frame(id).id() + " " + reason);
    }

    @Override
    public boolean end(String reason) {
      events.add("end " + id + " " + reason);
      return true;
    }
  }

  @Override
  public void started(WatchedPlan plan) {}

  @Override
  public void ended(String acquisition, String reason, long sent, long lostPlanes) {
    events.add("ended " + acquisition + " " + sent + " " + lostPlanes);
  }

  @Override
  public void plane(String acquisition, String file) {}

  @Override
  public void refused(String file, String reason) {
    refused.add(file + ": " + reason);
  }

  @Override
  public void warning(String words) {
    warnings.add(words);
  }

  @Override
  public void status(int folders, int waiting) {}

  List<String> sortedFrames() {
    List<String> sorted = new ArrayList<>(frames);
    sorted.sort(null);
    return sorted;
  }
}

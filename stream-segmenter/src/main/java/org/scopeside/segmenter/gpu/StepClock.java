package org.scopeside.segmenter.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;

/** Times the steps of a plane on the device by events between them. */
final class StepClock implements AutoCloseable {
  private final Cuda cuda;
  private final long stream;
  private final List<String> names = new ArrayList<>();
  private final List<Long> events = new ArrayList<>();

  StepClock(Cuda cuda, long stream) throws EngineException {
    this.cuda = cuda;
    this.stream = stream;
    mark();
  }

  private void mark() throws EngineException {
    long event = cuda.createEvent(true);
    events.add(event);
    cuda.record(event, stream);
  }

  /** A step was enqueued; steps of one name are added up. */
  void done(String name) throws EngineException {
    names.add(name);
    mark();
  }

  /** Waits for the last step; ms by name. */
  Map<String, Float> millis() throws EngineException {
    cuda.synchronizeEvent(events.get(events.size() - 1));
    Map<String, Float> millis = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      millis.merge(names.get(i), cuda.elapsedMillis(events.get(i), events.get(i + 1)), Float::sum);
    }
    return millis;
  }

  @Override
  public void close() throws EngineException {
    for (long event : events) {
      cuda.destroyEvent(event);
    }
  }
}

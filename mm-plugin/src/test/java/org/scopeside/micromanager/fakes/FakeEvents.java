package org.scopeside.micromanager.fakes;

import com.google.common.eventbus.EventBus;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.micromanager.acquisition.AcquisitionEndedEvent;
import org.micromanager.acquisition.AcquisitionSequenceStartedEvent;
import org.micromanager.acquisition.AcquisitionStartedEvent;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.Datastore;
import org.micromanager.events.EventManager;
import org.micromanager.events.LiveModeEvent;
import org.micromanager.events.ShutdownCommencingEvent;
import org.micromanager.events.StartupCompleteEvent;

/**
 * Micro-Manager's own bus: a real Guava bus, synchronous on the poster's thread. What subscribers
 * threw is kept.
 */
public final class FakeEvents implements EventManager {
  private final Collection<Throwable> thrown = new CopyOnWriteArrayList<>();
  private final Collection<Object> subscribers = new CopyOnWriteArrayList<>();
  private final EventBus bus = new EventBus((failure, context) -> thrown.add(failure));

  @Override
  public void registerForEvents(Object subscriber) {
    bus.register(subscriber);
    subscribers.add(subscriber);
  }

  @Override
  public void unregisterForEvents(Object subscriber) {
    if (subscribers.remove(subscriber)) {
      bus.unregister(subscriber);
    }
  }

  public void post(Object event) {
    bus.post(event);
  }

  /** What subscribers let reach the bus. */
  public Collection<Throwable> thrown() {
    return thrown;
  }

  /** Who is registered now. */
  public Collection<Object> subscribers() {
    return subscribers;
  }

  /** An acquisition of a script or another plugin: nothing is said of its settings. */
  public void acquisitionStarted(Datastore store) {
    post(new Started(store, new Object()));
  }

  /** An acquisition of the dialog or of {@code runAcquisitionWithSettings}. */
  public void acquisitionStarted(Datastore store, SequenceSettings settings) {
    post(new SequenceStarted(store, new Object(), settings));
  }

  /** The end, with another source than the start, as AcqEngJ says it. */
  public void acquisitionEnded(@Nullable Datastore store) {
    post(new Ended(store == null ? List.of() : List.of(store), new Object()));
  }

  public void liveMode(boolean on) {
    post(new Live(on));
  }

  public void startupComplete() {
    post(new Startup());
  }

  public void shutdownCommencing(boolean canceled) {
    post(new Shutdown(canceled));
  }

  private record Started(Datastore store, Object source) implements AcquisitionStartedEvent {
    @Override
    public Datastore getDatastore() {
      return store;
    }

    @Override
    public Object getSource() {
      return source;
    }
  }

  private record SequenceStarted(Datastore store, Object source, SequenceSettings settings)
      implements AcquisitionSequenceStartedEvent {
    @Override
    public Datastore getDatastore() {
      return store;
    }

    @Override
    public Object getSource() {
      return source;
    }

    @Override
    public SequenceSettings getSettings() {
      return settings;
    }
  }

  private record Ended(List<Datastore> store, Object source) implements AcquisitionEndedEvent {
    @Override
    @SuppressWarnings("NullAway") // null where the acquisition failed before it had a store
    public Datastore getStore() {
      return store.isEmpty() ? null : store.get(0);
    }

    @Override
    public Object getSource() {
      return source;
    }
  }

  private record Live(boolean isOn) implements LiveModeEvent {}

  private record Startup() implements StartupCompleteEvent {}

  private record Shutdown(boolean isCanceled) implements ShutdownCommencingEvent {}
}

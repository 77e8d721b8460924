package org.scopeside.micromanager.fakes;

import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.EventBus;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Coords;
import org.micromanager.data.DataProvider;
import org.micromanager.data.DataProviderHasNewImageEvent;
import org.micromanager.data.Datastore;
import org.micromanager.data.DatastoreFrozenEvent;
import org.micromanager.data.Image;
import org.micromanager.data.SummaryMetadata;

/**
 * A store in memory. It posts new images and its end on a real Guava bus: on one thread of its own,
 * as Micro-Manager does, or on the thread that puts, for tests that need the order.
 */
public final class FakeDatastore implements Datastore {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final @Nullable ExecutorService thread;
  private final EventBus bus;
  private final Map<Coords, Image> images = new HashMap<>();
  private final Collection<Object> subscribers = new CopyOnWriteArrayList<>();
  private final boolean rewritable;
  private SummaryMetadata summary = FakeSummary.unknown();
  private String name = "store-" + NAMES.incrementAndGet();
  private volatile boolean frozen;

  private FakeDatastore(@Nullable ExecutorService thread, boolean rewritable) {
    this.thread = thread;
    this.bus = thread == null ? new EventBus() : new AsyncEventBus(thread);
    this.rewritable = rewritable;
  }

  /** Posts on a thread of its own. */
  public static FakeDatastore onItsThread() {
    return new FakeDatastore(
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "PrioritizedEventBus");
              made.setDaemon(true);
              return made;
            }),
        false);
  }

  /** Posts before {@code putImage} and {@code freeze} return. */
  public static FakeDatastore inline() {
    return new FakeDatastore(null, false);
  }

  /** The store of the live display: an image may take the place of another. Posts inline. */
  public static FakeDatastore rewritable() {
    return new FakeDatastore(null, true);
  }

  public FakeDatastore with(SummaryMetadata metadata) {
    summary = metadata;
    return this;
  }

  @Override
  public void putImage(Image image) {
    if (frozen) {
      throw new IllegalStateException("the store is frozen");
    }
    synchronized (this) {
      if (images.put(image.getCoords(), image) != null && !rewritable) {
        throw new IllegalStateException("there is an image at " + image.getCoords());
      }
    }
    bus.post(new NewImage(image, this));
  }

  /** Posts the event of an image again, or of one that the store does not hold. */
  public void announce(Image image) {
    bus.post(new NewImage(image, this));
  }

  @Override
  public void freeze() {
    if (!frozen) {
      frozen = true;
      bus.post(new Frozen());
    }
  }

  /** Waits until everything posted so far was delivered. */
  public void awaitDelivered() throws Exception {
    if (thread != null) {
      thread.submit(() -> {}).get(20, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() throws IOException {
    freeze();
    if (thread != null) {
      thread.shutdown();
    }
  }

  @Override
  public synchronized @Nullable Image getImage(Coords coords) {
    return images.get(coords);
  }

  /** A live view, as Micro-Manager's store in memory gives: it fails when images come meanwhile. */
  @Override
  public Iterable<Coords> getUnorderedImageCoords() {
    return images.keySet();
  }

  @Override
  public boolean isFrozen() {
    return frozen;
  }

  @Override
  public synchronized int getNumImages() {
    return images.size();
  }

  @Override
  public SummaryMetadata getSummaryMetadata() {
    return summary;
  }

  @Override
  public void setSummaryMetadata(SummaryMetadata metadata) {
    summary = metadata;
  }

  @Override
  public @Nullable String getSavePath() {
    return null;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public void setName(String name) {
    this.name = name;
  }

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

  /** Who is registered now. */
  public Collection<Object> subscribers() {
    return subscribers;
  }

  private record NewImage(Image image, DataProvider provider)
      implements DataProviderHasNewImageEvent {
    @Override
    public Image getImage() {
      return image;
    }

    @Override
    public Coords getCoords() {
      return image.getCoords();
    }

    @Override
    public DataProvider getDataProvider() {
      return provider;
    }
  }

  private record Frozen() implements DatastoreFrozenEvent {}
}

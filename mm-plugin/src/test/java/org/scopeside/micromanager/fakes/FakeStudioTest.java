package org.scopeside.micromanager.fakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.eventbus.Subscribe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.micromanager.data.DataProviderHasNewImageEvent;
import org.micromanager.data.DatastoreFrozenEvent;

/** The fakes behave as Micro-Manager was seen to. */
class FakeStudioTest {
  /** Keeps what it hears, and the thread it heard it on. */
  static final class Listener {
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    volatile Thread on = Thread.currentThread();

    @Subscribe
    public void onImage(DataProviderHasNewImageEvent event) {
      on = Thread.currentThread();
      heard.add(event.getCoords().toString());
    }

    @Subscribe
    public void onFrozen(DatastoreFrozenEvent event) {
      heard.add("frozen");
    }
  }

  @Test
  void shouldDeliverImagesAndThenTheEndOnTheThreadOfTheStore() throws Exception {
    Listener listener = new Listener();
    try (FakeDatastore store = new FakeStudio().data().createRAMDatastore()) {
      store.registerForEvents(listener);
      store.putImage(FakeImage.grey16(FakeCoords.origin(), 2, 2));
      store.putImage(FakeImage.grey16(FakeCoords.of(0, 1, 0, 0), 2, 2));
      store.freeze();
      store.awaitDelivered();

      assertEquals(List.of("{}", "{time=1}", "frozen"), listener.heard);
      assertNotEquals(Thread.currentThread(), listener.on);
      store.unregisterForEvents(listener);
      assertEquals(0, store.subscribers().size());
    }
  }

  @Test
  void shouldRefuseASecondImageAtTheSamePlaceUnlessRewritable() {
    FakeDatastore store = FakeDatastore.inline();
    store.putImage(FakeImage.grey8(FakeCoords.origin(), 1, 1));
    assertThrows(
        IllegalStateException.class,
        () -> store.putImage(FakeImage.grey8(FakeCoords.origin(), 1, 1)));

    FakeDatastore live = FakeDatastore.rewritable();
    live.putImage(FakeImage.grey8(FakeCoords.origin(), 1, 1));
    live.putImage(FakeImage.grey8(FakeCoords.origin(), 1, 1));
    assertEquals(1, live.getNumImages());
    assertFalse(live.isFrozen());
  }
}

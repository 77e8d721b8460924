package org.scopeside.segmenter.engine.tensorrt;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TensorRT hands out: checked when it comes, deleted when it is done with. */
final class NativeObjects {
  /** No object lies below; without a GPU some calls return an offset from null. */
  private static final long LOWEST_ADDRESS = 65536;

  private static final Logger log = LoggerFactory.getLogger(NativeObjects.class);
  private static final Map<Class<?>, Long> DELETES = new ConcurrentHashMap<>();

  private NativeObjects() {}

  /**
   * The object.
   *
   * @throws EngineException naming the call, if it is none
   */
  static <T extends Pointer> T require(String call, @Nullable T object, TensorRtLog messages)
      throws EngineException {
    if (object == null || !plausible(object.address())) {
      throw messages.failure(Reason.RUN_FAILED, call);
    }
    return object;
  }

  /** False for null and what is near it. */
  static boolean plausible(long address) {
    return Long.compareUnsigned(address, LOWEST_ADDRESS) >= 0;
  }

  /**
   * Deletes an object as C++ does. JavaCPP gives no way to delete what a library made, but does for
   * what it made itself: {@code delete (T*) address}, which for these classes calls the object's
   * own virtual destructor. So that function is taken from an empty object of the class.
   *
   * @param empty makes one
   */
  static <T extends Pointer> void delete(T object, Supplier<T> empty) {
    long address = object.address();
    object.setNull();
    if (!plausible(address)) {
      return;
    }
    try {
      long function = DELETES.computeIfAbsent(object.getClass(), type -> functionOf(empty.get()));
      Pointer owner = new Pointer();
      Method own =
          Pointer.class.getDeclaredMethod("init", long.class, long.class, long.class, long.class);
      own.setAccessible(true);
      own.invoke(owner, address, 1L, address, function);
      owner.deallocate();
    } catch (ReflectiveOperationException | RuntimeException e) {
      log.warn("{} is not given back: {}", object.getClass().getSimpleName(), e.toString());
    }
  }

  private static long functionOf(Pointer owner) {
    try {
      Field field = Pointer.class.getDeclaredField("deallocator");
      field.setAccessible(true);
      Object deallocator = field.get(owner);
      Method function = deallocator.getClass().getDeclaredMethod("deallocatorAddress");
      function.setAccessible(true);
      return (long) function.invoke(deallocator);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JavaCPP of another version", e);
    }
  }
}

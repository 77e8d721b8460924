package org.scopeside.segmenter.engine.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;
import org.scopeside.segmenter.engine.EngineException;

/** The GPUs that the driver tells of. None is opened by asking. */
public final class CudaDevices {
  private static final int NAME_BYTES = 256;
  private static final int FAST = 2;

  private CudaDevices() {}

  /**
   * CUDA that the driver is made for: 13010 for 13.1.
   *
   * @throws EngineException if there is no driver
   */
  public static int driverVersion() throws EngineException {
    NvidiaLibraries.shared().loadCuda();
    int[] version = new int[1];
    CudaStatus.check("cuDriverGetVersion", cudart.cuDriverGetVersion(version));
    return version[0];
  }

  /** All devices that this process may see, by their index. */
  public static List<CudaDevice> all() throws EngineException {
    initialise();
    int[] count = new int[1];
    CudaStatus.check("cuDeviceGetCount", cudart.cuDeviceGetCount(count));
    List<CudaDevice> devices = new ArrayList<>();
    for (int index = 0; index < count[0]; index++) {
      devices.add(read(index));
    }
    return devices;
  }

  private static void initialise() throws EngineException {
    NvidiaLibraries.shared().loadCuda();
    CudaStatus.check("cuInit", cudart.cuInit(0));
  }

  static int handle(int index) throws EngineException {
    int[] handle = new int[1];
    int status = cudart.cuDeviceGet(handle, index);
    if (status != 0) {
      throw CudaStatus.exception("cuDeviceGet", status, "device " + index);
    }
    return handle[0];
  }

  static CudaDevice read(int index) throws EngineException {
    initialise();
    int device = handle(index);
    byte[] name = new byte[NAME_BYTES];
    CudaStatus.check("cuDeviceGetName", cudart.cuDeviceGetName(name, NAME_BYTES, device));
    return new CudaDevice(
        index,
        text(name),
        attribute(device, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(device, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        memory(device),
        attribute(device, cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(device, cudart.CU_DEVICE_ATTRIBUTE_SINGLE_TO_DOUBLE_PRECISION_PERF_RATIO)
            <= FAST);
  }

  private static String text(byte[] zeroTerminated) {
    String text = new String(zeroTerminated, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private static int attribute(int device, int attribute) throws EngineException {
    int[] value = new int[1];
    CudaStatus.check("cuDeviceGetAttribute", cudart.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  private static long memory(int device) throws EngineException {
    try (SizeTPointer bytes = new SizeTPointer(1)) {
      CudaStatus.check("cuDeviceTotalMem", cudart.cuDeviceTotalMem(bytes, device));
      return bytes.get();
    }
  }
}

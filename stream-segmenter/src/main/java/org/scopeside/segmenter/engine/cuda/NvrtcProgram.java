package org.scopeside.segmenter.engine.cuda;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** CUDA C and its compiler, NVRTC. */
final class NvrtcProgram {
  private NvrtcProgram() {}

  /** PTX of a source, without the zero at its end. */
  static byte[] compile(String name, String source, List<String> options) throws EngineException {
    NvidiaLibraries.shared().loadCompiler();
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source, StandardCharsets.UTF_8);
        BytePointer called = new BytePointer(name, StandardCharsets.UTF_8)) {
      check(
          "nvrtcCreateProgram",
          nvrtc.nvrtcCreateProgram(
              program, text, called, 0, (PointerPointer<?>) null, (PointerPointer<?>) null));
    }
    try {
      return compile(name, program, options);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static byte[] compile(String name, _nvrtcProgram program, List<String> options)
      throws EngineException {
    int status;
    try (PointerPointer<BytePointer> words =
        new PointerPointer<>(options.toArray(String[]::new), StandardCharsets.UTF_8)) {
      status = nvrtc.nvrtcCompileProgram(program, options.size(), words);
    }
    if (status != 0) {
      throw new EngineException(
          Reason.RUN_FAILED,
          "nvrtcCompileProgram: %s in %s: %s"
              .formatted(nvrtc.nvrtcGetErrorString(status).getString(), name, log(program)));
    }
    byte[] ptx = new byte[size("nvrtcGetPTXSize", program, nvrtc::nvrtcGetPTXSize)];
    check("nvrtcGetPTX", nvrtc.nvrtcGetPTX(program, ptx));
    return withoutEnd(ptx);
  }

  private static String log(_nvrtcProgram program) throws EngineException {
    byte[] log = new byte[size("nvrtcGetProgramLogSize", program, nvrtc::nvrtcGetProgramLogSize)];
    check("nvrtcGetProgramLog", nvrtc.nvrtcGetProgramLog(program, log));
    return new String(withoutEnd(log), StandardCharsets.UTF_8).strip();
  }

  /** A call that tells a size. */
  private interface Sizing {
    int ask(_nvrtcProgram program, SizeTPointer size);
  }

  private static int size(String call, _nvrtcProgram program, Sizing sizing)
      throws EngineException {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(call, sizing.ask(program, size));
      return Math.toIntExact(size.get());
    }
  }

  private static byte[] withoutEnd(byte[] text) {
    boolean ends = text.length > 0 && text[text.length - 1] == 0;
    return ends ? Arrays.copyOf(text, text.length - 1) : text;
  }

  private static void check(String call, int status) throws EngineException {
    if (status != 0) {
      throw new EngineException(
          Reason.RUN_FAILED, call + ": " + nvrtc.nvrtcGetErrorString(status).getString());
    }
  }
}

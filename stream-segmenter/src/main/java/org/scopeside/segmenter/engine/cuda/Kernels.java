package org.scopeside.segmenter.engine.cuda;

import org.scopeside.segmenter.engine.EngineException;

/** Kernels of one source, compiled and loaded on a device. Thread-safe. */
public final class Kernels {
  private final Cuda cuda;
  private final long module;

  Kernels(Cuda cuda, long module) {
    this.cuda = cuda;
    this.module = module;
  }

  /** The kernel of that name. */
  public Kernel kernel(String name) throws EngineException {
    return new Kernel(cuda, name, cuda.kernel(module, name));
  }

  /** One kernel. */
  public static final class Kernel {
    /** A usual size of blocks. */
    public static final int THREADS = 256;

    private final Cuda cuda;
    private final String name;
    private final long handle;

    private Kernel(Cuda cuda, String name, long handle) {
      this.cuda = cuda;
      this.name = name;
      this.handle = handle;
    }

    /** Enqueues it over so many blocks. Kernels loop over what there is, whatever the blocks. */
    public void launch(int blocks, int threads, KernelArguments arguments, long stream)
        throws EngineException {
      cuda.launch(handle, blocks, threads, arguments.bytes(), stream);
    }

    /**
     * Enqueues it with a thread an element, as far as a grid of usual size goes: what lies beyond
     * is for the kernel's loop.
     */
    public void launchOver(long elements, KernelArguments arguments, long stream)
        throws EngineException {
      long blocks = (elements + THREADS - 1) / THREADS;
      // So many keep any GPU busy; more would only take turns.
      long most = 32L * cuda.device().multiprocessors();
      launch((int) Math.max(1, Math.min(blocks, most)), THREADS, arguments, stream);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

package org.scopeside.segmenter.gpu;

import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.network.KindDecoder;

/**
 * One kind of object.
 *
 * @param host how it is read on the host
 * @param decoder the same, by its own type, which tells how it is read on the device
 */
public record GpuKind(KindDecoder host, DenseDecoder decoder) {}

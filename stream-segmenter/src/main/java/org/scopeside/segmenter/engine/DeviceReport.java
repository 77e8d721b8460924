package org.scopeside.segmenter.engine;

/**
 * Where a session runs and what it holds.
 *
 * @param device for people: {@code CPU, 2 threads (ONNX Runtime 1.29.0)}
 * @param bytes memory held on that device for weights and, where the engine tells, its work space
 * @param precision of the arithmetic: {@code fp32}, {@code fp16}, {@code int8}
 */
public record DeviceReport(String device, long bytes, String precision) {}

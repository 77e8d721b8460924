/** ONNX Runtime on the CPU, the engine that is always there. */
package org.scopeside.segmenter.engine.onnxruntime;

package org.scopeside.segmenter.pixels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.FieldSegmentation.ObjectSet;
import org.scopeside.segmenter.model.SegmentationModel;

/**
 * A trained pixel classifier as a model: probabilities from the forest, objects from a three-class
 * decoder. On the calling thread, scratch kept per thread.
 */
public final class PixelClassifierModel implements SegmentationModel {
  private static final int WARM_UP_ROUNDS = 3;
  private static final int WARM_UP_SIDE = 256;

  private final String id;
  private final String objects;
  private final ChannelRole channel;
  private final DenseDecoder decoder;
  private final int threads;
  private final ThreadLocal<PixelClassifier> perThread;

  private PixelClassifierModel(
      String id,
      String objects,
      ChannelRole channel,
      DenseDecoder decoder,
      TrainedForest forest,
      PixelClassifierSettings settings) {
    this.id = id;
    this.objects = objects;
    this.channel = channel;
    this.decoder = decoder;
    this.threads = settings.threads();
    perThread = ThreadLocal.withInitial(() -> new PixelClassifier(forest, settings.certainty()));
  }

  /**
   * Opens a trained classifier.
   *
   * @param forest file; see {@link ForestFile}
   * @param id name and version, as results carry it
   * @param objects what it finds, by CellProfiler's name: {@link FieldSegmentation#NUCLEI}
   * @param channel what the images show that it was trained on
   * @param decoder reads background, interior, boundary
   * @throws InvalidForestException if the file is no sound forest
   */
  public static PixelClassifierModel open(
      Path forest,
      String id,
      String objects,
      ChannelRole channel,
      DenseDecoder decoder,
      PixelClassifierSettings settings)
      throws IOException {
    if (decoder.channels() != PixelClass.COUNT) {
      throw new IllegalArgumentException(
          "the decoder reads %d channels; a pixel classifier gives background, interior, boundary"
              .formatted(decoder.channels()));
    }
    return new PixelClassifierModel(
        id, objects, channel, decoder, ForestFile.read(forest), settings);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<ChannelRole> channels() {
    return List.of(channel);
  }

  @Override
  public int batchSize() {
    return 1;
  }

  @Override
  public int concurrency() {
    return threads;
  }

  @Override
  public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
    return CompletableFuture.completedFuture(fields.stream().map(this::segment).toList());
  }

  private FieldSegmentation segment(FieldInput field) {
    GreyImage image = field.image();
    FoundObjects found =
        decoder.decode(perThread.get().classify(image), image.width(), image.height());
    return new FieldSegmentation(List.of(new ObjectSet(objects, found)), null);
  }

  /** Lets the JIT compile the loops, on a plane that has every value. */
  @Override
  public void warmUp() {
    float[] pixels = new float[WARM_UP_SIDE * WARM_UP_SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i / WARM_UP_SIDE * 8) ^ (i % WARM_UP_SIDE * 8);
    }
    FieldInput field = FieldInput.of(new GreyImage(pixels, WARM_UP_SIDE, WARM_UP_SIDE), Double.NaN);
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      segment(field);
    }
    perThread.remove();
  }

  @Override
  public void close() {
    perThread.remove();
  }
}

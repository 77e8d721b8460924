package org.scopeside.segmenter.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.ingest.PlaneImages;
import org.scopeside.segmenter.quality.PlaneQuality;
import org.scopeside.segmenter.quality.QualityFlag;
import org.scopeside.segmenter.quality.QualityMetrics;
import org.scopeside.segmenter.quality.QualitySettings;

/** Measures the quality of planes and says what is wrong with them; scratch kept per thread. */
final class QualityCheck {
  private final QualitySettings settings = QualitySettings.defaults();
  private final ThreadLocal<PlaneQuality> perThread = ThreadLocal.withInitial(PlaneQuality::new);

  AnalysedPlane check(DecodedPlane plane) {
    QualityMetrics metrics =
        perThread
            .get()
            .measure(plane.image(), sensorMaximum(PlaneImages.sensorMaximum(plane.header())));
    List<String> flags = settings.flags(metrics).stream().map(QualityFlag::name).toList();
    return new AnalysedPlane(plane.frame(), plane.header(), metrics.toMeasurements(), flags);
  }

  /** Null where no camera's maximum is known: floating point, and 32 bits without stated depth. */
  private static @Nullable Integer sensorMaximum(double value) {
    return value >= 1 && value < Integer.MAX_VALUE ? (int) value : null;
  }
}

package org.scopeside.deploy.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scopeside.deploy.sources.BioFormatsReport.OpenedFile;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.StoredAcquisition;

/** A check as JSON. Keys are in camel case with units; what is not known is left out. */
final class BioFormatsJson {
  private BioFormatsJson() {}

  static String of(BioFormatsReport report) throws JsonProcessingException {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("version", report.version());
    one.put("path", report.place().path().toString());
    one.put("namedBy", report.place().namedBy());
    one.put("jars", report.place().jars().stream().map(Object::toString).toList());
    one.put("fits", report.fits());
    one.put("membersChecked", report.audit().members());
    one.put("missing", report.audit().missing());
    one.put("readers", report.formats());
    OpenedFile file = report.file();
    if (file != null) {
      one.put("file", file(file));
    }
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
        .writeValueAsString(one);
  }

  private static Map<String, Object> file(OpenedFile file) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("path", file.path().toString());
    one.put("format", file.format());
    one.put("usedFiles", file.usedFiles());
    one.put("acquisitions", file.acquisitions().stream().map(BioFormatsJson::acquisition).toList());
    one.put("series", file.series());
    one.put("unread", file.unread().stream().map(BioFormatsJson::unread).toList());
    one.put("remarks", file.remarks());
    return one;
  }

  private static Map<String, Object> acquisition(StoredAcquisition found) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", found.name());
    one.put("wells", found.fieldsPerWell().size());
    one.put("fields", found.fields());
    one.put("channels", found.channelNames());
    one.put("sizeZ", found.sizeZ());
    one.put("sizeT", found.sizeT());
    one.put("planes", found.planes().size());
    Double size = found.physicalSizeXUm();
    if (size != null) {
      one.put("physicalSizeXUm", size);
    }
    return one;
  }

  private static Map<String, Object> unread(Unread unread) {
    return Map.of("file", unread.file().toString(), "reason", unread.reason());
  }
}

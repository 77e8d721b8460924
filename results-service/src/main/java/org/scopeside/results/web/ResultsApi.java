package org.scopeside.results.web;

import io.vertx.core.MultiMap;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.results.live.AcquisitionReport;
import org.scopeside.results.live.AcquisitionSnapshot;
import org.scopeside.results.live.DifferenceReport;
import org.scopeside.results.live.FieldReport;
import org.scopeside.results.live.LiveView;
import org.scopeside.results.live.WellReport;
import org.scopeside.runtime.ContractJson;

/**
 * The REST routes under {@code /api}; reports are made on a worker pool, never on the event loop.
 */
public final class ResultsApi {
  private static final int DEFAULT_FAILURES = 100;

  private final LiveView live;
  private final FrameLookup frames;
  private final WorkerExecutor workers;

  public ResultsApi(LiveView live, FrameLookup frames, WorkerExecutor workers) {
    this.live = live;
    this.frames = frames;
    this.workers = workers;
  }

  public void mount(Router router) {
    get(router, "/api/acquisitions", request -> acquisitions());
    get(
        router,
        "/api/acquisitions/:id",
        request -> AcquisitionReport.withActions(acquisition(request)));
    get(router, "/api/acquisitions/:id/wells", this::wells);
    get(router, "/api/acquisitions/:id/wells/:well/fields", this::fields);
    get(
        router,
        "/api/acquisitions/:id/ledger",
        request -> AcquisitionReport.ledger(acquisition(request)));
    get(router, "/api/acquisitions/:id/differences", this::differences);
    get(router, "/api/failures", this::failures);
  }

  private interface Report {
    Map<String, Object> of(RoutingContext request);
  }

  private void get(Router router, String path, Report report) {
    router
        .get(path)
        .handler(
            request ->
                workers
                    .executeBlocking(() -> ContractJson.write(report.of(request)), false)
                    .compose(
                        body ->
                            request
                                .response()
                                .putHeader("content-type", "application/json")
                                .putHeader("cache-control", "no-store")
                                .end(Buffer.buffer(body)))
                    .onFailure(request::fail));
  }

  private Map<String, Object> acquisitions() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("acquisitions", live.acquisitions().stream().map(AcquisitionReport::of).toList());
    return json;
  }

  private Map<String, Object> wells(RoutingContext request) {
    return WellReport.all(acquisition(request), theT(request), model(request));
  }

  private Map<String, Object> fields(RoutingContext request) {
    AcquisitionSnapshot acquisition = acquisition(request);
    String well = well(request, acquisition);
    String asked = model(request);
    String model = asked == null ? acquisition.defaultModel() : asked;
    Integer theT = theT(request);
    return FieldReport.of(
        frames.framesOfWell(acquisition.id(), well),
        theT == null ? acquisition.latest(well, model) : theT,
        model);
  }

  private Map<String, Object> differences(RoutingContext request) {
    AcquisitionSnapshot acquisition = acquisition(request);
    Map<String, Object> differences = DifferenceReport.of(acquisition);
    if (differences == null) {
      throw new HttpException(
          404,
          acquisition.id()
              + " was not announced with the counts of a former analysis, as scopeside replay --diff does");
    }
    return differences;
  }

  private Map<String, Object> failures(RoutingContext request) {
    String limit = parameter(request, "limit");
    return live.failures(
        limit == null ? DEFAULT_FAILURES : number("limit", limit, 1, Integer.MAX_VALUE));
  }

  private AcquisitionSnapshot acquisition(RoutingContext request) {
    String id = request.pathParam("id");
    AcquisitionSnapshot acquisition = live.acquisition(id);
    if (acquisition == null) {
      throw new HttpException(404, "no live acquisition " + clip(id));
    }
    return acquisition;
  }

  private static String well(RoutingContext request, AcquisitionSnapshot acquisition) {
    String text = request.pathParam("well");
    Well parsed = Well.parse(text);
    if (parsed == null && !text.equals(PlaneHeader.NO_WELL)) {
      throw new HttpException(400, "'" + clip(text) + "' is no well");
    }
    String label = parsed == null ? text : parsed.label();
    if (!acquisition.rows().containsKey(label)) {
      throw new HttpException(404, "no plane of well " + label + " of " + acquisition.id());
    }
    return label;
  }

  /** The time point asked for; null for the latest. */
  private static @Nullable Integer theT(RoutingContext request) {
    String text = parameter(request, "t");
    return text == null || text.equals("latest")
        ? null
        : (Integer) number("t", text, 0, PlaneHeader.MAX_INDEX);
  }

  private static @Nullable String model(RoutingContext request) {
    return parameter(request, "model");
  }

  private static @Nullable String parameter(RoutingContext request, String name) {
    MultiMap parameters = request.queryParams();
    List<String> values = parameters.getAll(name);
    if (values.size() > 1) {
      throw new HttpException(400, "parameter " + name + " is given " + values.size() + " times");
    }
    return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
  }

  private static int number(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new HttpException(
        400, name + "='" + clip(text) + "' is not a whole number from " + min + " to " + max);
  }

  private static String clip(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}

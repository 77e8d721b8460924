package org.scopeside.results.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.scopeside.runtime.ContractJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All routes of the service: API, live updates and the dashboard, with what holds for all. */
public final class ResultsRouter {
  private static final Logger LOG = LoggerFactory.getLogger(ResultsRouter.class);

  /** Everything the dashboard needs comes from here; charts set styles from scripts. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private ResultsRouter() {}

  /** A router on which more routes may be mounted before {@link #mountDashboard}. */
  public static Router create(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(ResultsRouter::secure);
    for (int status : new int[] {400, 404, 405, 500, 503}) {
      router.errorHandler(status, ResultsRouter::explain);
    }
    return router;
  }

  /**
   * The dashboard's files from the class path; last, because it takes every path that is left.
   * Their names stay the same when they change, so browsers ask each time (and get a 304).
   */
  public static void mountDashboard(Router router) {
    router
        .get()
        .handler(
            request -> {
              request.response().putHeader("cache-control", "no-cache");
              request.next();
            })
        .handler(
            StaticHandler.create(FileSystemAccess.RELATIVE, "dashboard")
                .setDirectoryListing(false)
                .setIncludeHidden(false));
  }

  private static void secure(RoutingContext request) {
    request
        .response()
        .putHeader("content-security-policy", CONTENT_POLICY)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("cross-origin-resource-policy", "same-origin")
        // By which clients see how far their clock is off.
        .putHeader("date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
    request.next();
  }

  /** Errors as JSON; what only the log should know stays there. */
  private static void explain(RoutingContext request) {
    Throwable failure = request.failure();
    int status = status(request);
    HttpServerResponse response = request.response();
    if (status == 500 && failure != null && !(failure instanceof HttpException)) {
      LOG.error("{} {}", request.request().method(), request.request().path(), failure);
    }
    if (response.headWritten() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(Buffer.buffer(ContractJson.write(Map.of("error", facts(request, status)))))
        .onFailure(lost -> LOG.debug("client left before the error was told", lost));
  }

  private static int status(RoutingContext request) {
    return request.failure() instanceof FrameLookup.UnavailableException
        ? 503
        : request.statusCode() < 400 ? 500 : request.statusCode();
  }

  private static String facts(RoutingContext request, int status) {
    Throwable failure = request.failure();
    if (failure instanceof HttpException http && http.getPayload() != null) {
      return http.getPayload();
    } else if (failure instanceof FrameLookup.UnavailableException) {
      return String.valueOf(failure.getMessage());
    }
    return switch (status) {
      case 404 -> "nothing at " + request.request().path();
      case 405 -> request.request().method() + " is not possible here";
      case 500 -> "internal error; the service's log has it";
      default -> "status " + status;
    };
  }
}

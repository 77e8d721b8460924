package org.scopeside.deploy.service;

import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;

/** One verticle in a Vert.x of its own; closing undeploys it, which drains it. */
final class RunningService implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long DRAIN_SECONDS = 30;

  private final Vertx vertx;

  private RunningService(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Deploys and waits until it has started.
   *
   * @throws UserErrorException with the reason in one line
   */
  static RunningService start(String name, Vertx vertx, Deployable verticle)
      throws UserErrorException, InterruptedException {
    try {
      await(vertx, verticle);
      return new RunningService(vertx);
    } catch (ExecutionException | TimeoutException e) {
      vertx.close();
      throw new UserErrorException(
          ExitCode.REFUSED, "the %s does not start: %s".formatted(name, root(e)), e);
    }
  }

  private static void await(Vertx vertx, Deployable verticle)
      throws ExecutionException, InterruptedException, TimeoutException {
    vertx
        .deployVerticle(verticle)
        .toCompletionStage()
        .toCompletableFuture()
        .get(START_SECONDS, TimeUnit.SECONDS);
  }

  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause instanceof TimeoutException
        ? "not ready after " + START_SECONDS + " s"
        : String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }

  @Override
  public void close() throws ExecutionException, TimeoutException {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.scopeside.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Topics;
import org.scopeside.feed.SettingsCheck.Address;

/**
 * Tries a connection step by step and names what is wrong and what to do. It writes nothing: no
 * record is sent to any topic. Every step has a limit in time, all together {@value #MOST_SECONDS}
 * s.
 *
 * <p>Of Kafka it looks at the settings, the host name, the port, what is spoken there (TLS, login),
 * trust and password, the addresses brokers give of themselves, topics, permissions, and a round
 * trip to every partition; then at the results service and its clock. A step of Kafka that fails
 * leaves the later ones out.
 */
public final class ConnectionTest {
  static final int MOST_SECONDS = 20;

  /** Kept for the results service, however slow Kafka is. */
  private static final int SERVICE_SECONDS = 5;

  private final Map<String, String> kafka;
  private final Topics topics;
  private final @Nullable String resultsUrl;
  private final Map<String, String> headers;

  /**
   * @param kafka client properties as the user wrote them
   * @param resultsUrl of the results service; null or blank where there is none
   * @param headers for requests to the results service
   */
  public ConnectionTest(
      Map<String, String> kafka,
      Topics topics,
      @Nullable String resultsUrl,
      Map<String, String> headers) {
    this.kafka = KafkaProperties.forThisJar(kafka);
    this.topics = topics;
    this.resultsUrl = resultsUrl == null || resultsUrl.trim().isEmpty() ? null : resultsUrl;
    this.headers = new LinkedHashMap<>(headers);
  }

  /**
   * Starts it on a thread of its own.
   *
   * @param listener told of each step when it is done, on that thread
   */
  public Run start(Consumer<Step> listener) {
    return new Run(listener);
  }

  /** A test under way. Thread-safe. */
  public final class Run {
    private final Consumer<Step> listener;
    private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch done = new CountDownLatch(1);
    private final long begun = System.nanoTime();
    private final Thread thread;
    private volatile boolean cancelled;
    private @Nullable String failedStep;
    private long deadline;

    Run(Consumer<Step> listener) {
      this.listener = listener;
      this.thread = FeedThreads.start("scopeside-connection-test", this::run);
    }

    /** Ends it soon; steps not done are told as skipped. */
    public void cancel() {
      cancelled = true;
      thread.interrupt();
    }

    /** The steps done so far. */
    public List<Step> steps() {
      synchronized (steps) {
        return new ArrayList<>(steps);
      }
    }

    /** Waits for the end; false when that time is over first. */
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
      return done.await(timeout, unit);
    }

    private void run() {
      try {
        testKafka();
        testService();
      } finally {
        done.countDown();
      }
    }

    private void testKafka() {
      deadline = begun + TimeUnit.SECONDS.toNanos(MOST_SECONDS - SERVICE_SECONDS);
      SettingsCheck settings = new SettingsCheck(kafka);
      List<Address> open = Collections.synchronizedList(new ArrayList<>());
      step("Settings", 4, settings::check);
      step("Host name", 4, () -> AddressCheck.hosts(settings.addresses()));
      step("Port", 6, () -> AddressCheck.ports(settings.addresses(), open));
      step("Protocol", 8, () -> new ProtocolCheck(open.get(0), kafka).check());
      try (ClusterCheck cluster = new ClusterCheck(kafka, topics)) {
        step("Trust and login", 6, cluster::login);
        step("Broker addresses", 6, () -> cluster.advertised(open.get(0)));
        step("Topics", 6, cluster::topics);
        step("Permissions", 1, cluster::permissions);
        step("Round trip", 6, cluster::roundTrip);
      }
    }

    private void testService() {
      deadline = begun + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
      failedStep = null;
      if (resultsUrl == null) {
        tell("Results service", Finding.skipped("no address is set"), 0);
        return;
      }
      ServiceCheck service = new ServiceCheck(resultsUrl, headers);
      step("Results service", SERVICE_SECONDS, service::answers);
      step("Clock", 1, service::clock);
    }

    private void step(String name, int seconds, Callable<Finding> check) {
      long stepBegun = System.nanoTime();
      Finding finding = finding(seconds, check);
      if (finding.outcome() == Step.Outcome.FAILED) {
        failedStep = name;
      }
      tell(name, finding, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stepBegun));
    }

    private Finding finding(int seconds, Callable<Finding> check) {
      if (cancelled) {
        return Finding.skipped("cancelled");
      }
      if (failedStep != null) {
        return Finding.skipped("not tried, because \"" + failedStep + "\" failed");
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Finding.skipped("not tried, the time was over");
      }
      return limited(Math.min(left, TimeUnit.SECONDS.toNanos(seconds)), check);
    }

    /** On a thread that may be left behind: not everything that waits can be interrupted. */
    private Finding limited(long nanos, Callable<Finding> check) {
      FutureTask<Finding> task = new FutureTask<>(check);
      FeedThreads.start("scopeside-connection-check", task);
      try {
        return task.get(nanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return Finding.failed(
            "no answer within " + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos)) + " s");
      } catch (ExecutionException e) {
        return Finding.failed(KafkaWords.of(e.getCause() == null ? e : e.getCause()));
      } catch (InterruptedException e) {
        return Finding.skipped("cancelled");
      } finally {
        task.cancel(true);
      }
    }

    private void tell(String name, Finding finding, long millis) {
      Step step = new Step(name, finding.outcome(), finding.words(), millis);
      steps.add(step);
      try {
        listener.accept(step);
      } catch (RuntimeException e) {
        // A listener that fails has missed this step; the test goes on.
      }
    }
  }
}

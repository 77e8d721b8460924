package org.scopeside.deploy.broker;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the session of a broker that was killed, before its successor starts on the same data.
 *
 * <p>The metadata of a killed broker still call it the leader of every partition until its session
 * ends. A successor that starts meanwhile becomes transaction coordinator in that stale term: it
 * takes up the transactions whose commit was under way, loses the term when the session ends, and
 * writes off their markers ("likely deleted already and hence can be skipped"). What they wrote
 * then stays invisible to {@code read_committed} for ever, and all that follows in the partition
 * with it. So the controller is first run alone, with a session so short that it ends at once.
 */
final class FormerBroker {
  private static final Logger LOG = LoggerFactory.getLogger(FormerBroker.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final String SESSION_MILLIS = "200";
  private static final String FENCED =
      "kafka.controller:type=KafkaController,name=FencedBrokerCount";

  private FormerBroker() {}

  /** True if the directory was used by a broker that did not shut down. */
  static boolean wasKilled(Path log) {
    return Files.exists(log.resolve("meta.properties"))
        && !Files.exists(log.resolve(".kafka_cleanshutdown"));
  }

  /**
   * Runs the controller alone until it has fenced the broker it knows.
   *
   * @param properties of the whole node
   */
  static void fence(Properties properties, String controllerListener) throws InterruptedException {
    long begun = System.nanoTime();
    Properties controller = new Properties();
    controller.putAll(properties);
    controller.setProperty("process.roles", "controller");
    controller.setProperty("listeners", controllerListener);
    controller.remove("inter.broker.listener.name");
    controller.setProperty("broker.session.timeout.ms", SESSION_MILLIS);
    controller.setProperty("broker.heartbeat.interval.ms", "100");
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(controller, false), Time.SYSTEM);
    server.startup();
    try {
      while (fencedBrokers() == 0 && System.nanoTime() - begun < LONGEST_WAIT.toNanos()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
    LOG.info(
        "the former broker was killed; its session ended in {} ms",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }

  /** As the controller tells JMX; none while it has not read its metadata. */
  private static int fencedBrokers() {
    try {
      Object count =
          ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(FENCED), "Value");
      return count instanceof Number number ? number.intValue() : 0;
    } catch (InstanceNotFoundException e) {
      return 0;
    } catch (JMException e) {
      throw new IllegalStateException("no " + FENCED, e);
    }
  }
}

package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The dashboard in Debian's headless Chromium. Closing ends the browser. */
final class Dashboard implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");

  /** Selenium warns of every Chromium that is newer than itself. Held, as JUL forgets loggers. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver browser;

  private Dashboard(ChromeDriver browser) {
    this.browser = browser;
  }

  /** Starts the browser; the test is skipped where there is none. */
  static Dashboard open(URI url) {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(CHROMEDRIVER),
        "skipped: no "
            + CHROMIUM
            + " or "
            + CHROMEDRIVER
            + " (Debian: apt install chromium chromium-driver)");
    SELENIUM.setLevel(Level.SEVERE);
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options =
        new ChromeOptions()
            .addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--force-device-scale-factor=1");
    options.setBinary(CHROMIUM.toFile());
    options.setCapability("goog:loggingPrefs", logging);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(CHROMEDRIVER.toFile())
            .usingAnyFreePort()
            .build();
    ChromeDriver browser = new ChromeDriver(service, options);
    Dashboard dashboard = new Dashboard(browser);
    dashboard.look(1280, 900, false);
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
    browser.get(url.toString());
    return dashboard;
  }

  /** Sets size and colour scheme as a screen of that kind would. */
  void look(int width, int height, boolean dark) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    settle();
  }

  /** Waits until what was asked for is laid out and painted. */
  private void settle() {
    browser.executeAsyncScript(
        "const done = arguments[0];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150)));");
  }

  /** Counts that stand on the plate, by well. */
  Map<String, Long> platedCounts() {
    return counts(
        "return Object.fromEntries([...document.querySelectorAll('[data-well][data-count]')]"
            + ".map(e => [e.dataset.well, Number(e.dataset.count)]));");
  }

  /** Counts that stand in the table, by well. */
  Map<String, Long> tabledCounts() {
    return counts(
        "const columns = [...document.querySelectorAll('#well-table-head th')].map(e => e.dataset.column);"
            + "const at = columns.indexOf('count');"
            + "return Object.fromEntries([...document.querySelectorAll('#well-table-body tr')]"
            + ".map(row => [row.dataset.rowWell, Number(row.children[at].textContent.replace(/[^0-9]/g, ''))]));");
  }

  private Map<String, Long> counts(String script) {
    Map<String, Long> counts = new TreeMap<>();
    if (browser.executeScript(script) instanceof Map<?, ?> found) {
      found.forEach(
          (well, count) -> counts.put(String.valueOf(well), ((Number) count).longValue()));
    }
    return counts;
  }

  List<WebElement> all(String selector) {
    return browser.findElements(By.cssSelector(selector));
  }

  WebElement one(String selector) {
    return browser.findElement(By.cssSelector(selector));
  }

  /** The element that the keyboard is with. */
  WebElement focused() {
    return browser.switchTo().activeElement();
  }

  /** Pixels that the page can be scrolled sideways. */
  long sidewaysScroll() {
    Object pixels =
        browser.executeScript(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth;");
    return pixels instanceof Number number ? number.longValue() : Long.MAX_VALUE;
  }

  /** What the page complained about: errors of scripts, resources that failed. */
  List<String> severeLog() {
    List<String> severe = new ArrayList<>();
    for (LogEntry entry : browser.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
        severe.add(entry.getMessage());
      }
    }
    return severe;
  }

  /**
   * Takes a picture.
   *
   * @param whole the whole page, not only what the screen shows
   */
  byte[] picture(boolean whole) {
    Object data =
        browser
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole))
            .get("data");
    return Base64.getDecoder().decode(String.valueOf(data));
  }

  /** Pictures at a desk's and a telephone's size, light and dark, into folders that are made. */
  void takePictures(String name, List<Path> folders) throws IOException {
    int[][] sizes = {{1280, 900}, {390, 844}};
    for (int[] size : sizes) {
      for (boolean dark : new boolean[] {false, true}) {
        look(size[0], size[1], dark);
        String file = "%s-%d-%s.png".formatted(name, size[0], dark ? "dark" : "light");
        byte[] picture = picture(false);
        for (Path folder : folders) {
          Files.write(Files.createDirectories(folder).resolve(file), picture);
        }
      }
    }
    look(1280, 900, false);
  }

  @Override
  public void close() {
    browser.quit();
  }
}

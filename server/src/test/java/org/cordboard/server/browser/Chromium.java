package org.cordboard.server.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/// Debian's Chromium, headless, with a profile of its own and fake audio devices. Ends with the test; a test that fails
/// finds its screenshots under `target/screenshots`.
public final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofSeconds(60);
    private static final int STARTS = 3;
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private static final AtomicInteger FAILURES = new AtomicInteger();

    private final ChromeDriver driver;

    /// @param more further flags of Chromium
    public Chromium(String... more) {
        var options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--autoplay-policy=no-user-gesture-required",
                "--allow-loopback-in-peer-connection");
        options.addArguments(more);
        driver = started(options);
        size(1100, 900);
    }

    /// A machine under load sometimes kills a browser before it has begun; that is no test's failure.
    private static ChromeDriver started(ChromeOptions options) {
        for (int attempt = 1; ; attempt++) {
            var service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                    .usingAnyFreePort()
                    .withTimeout(START)
                    .build();
            try {
                return new ChromeDriver(service, options);
            } catch (WebDriverException e) {
                service.stop();
                if (attempt == STARTS) {
                    throw e;
                }
                System.err.println("Chromium did not start, attempt " + attempt + ": " + e.getMessage());
            }
        }
    }

    public ChromeDriver driver() {
        return driver;
    }

    public void open(String url) {
        driver.get(url);
    }

    public void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    public void type(String fieldName, String text) {
        until(
                () -> {
                    var field = driver.findElement(By.name(fieldName));
                    field.clear();
                    field.sendKeys(text);
                    return true;
                },
                "the field '" + fieldName + "'");
    }

    /// Waits until the button can be pressed, then presses it; once, even if the page replaces it meanwhile.
    public void press(String button) {
        until(() -> pressed(button), "the button '" + button + "' to be enabled");
    }

    /// Presses the button if it can be pressed now, and answers whether it could.
    public boolean pressed(String button) {
        var found = driver.findElements(byText(button));
        if (found.isEmpty() || !found.getFirst().isEnabled()) {
            return false;
        }
        found.getFirst().click();
        return true;
    }

    /// In one step, because a page may replace its buttons at any time.
    public boolean enabled(String button) {
        return Boolean.TRUE.equals(driver.executeScript(
                "const one = [...document.querySelectorAll('button')].find(b => b.textContent.trim() === arguments[0]);"
                        + "return one !== undefined && !one.matches(':disabled')",
                button));
    }

    public String text(String css) {
        return patience().until(page -> page.findElement(By.cssSelector(css)).getText());
    }

    /// Text of the log box, whole even where it is scrolled.
    public String log() {
        return (String) script("return document.querySelector('.log pre')?.textContent ?? ''");
    }

    public Object script(String javaScript) {
        return ((JavascriptExecutor) driver).executeScript(javaScript);
    }

    public void until(BooleanSupplier condition, String what) {
        try {
            patience().until(ignored -> condition.getAsBoolean());
        } catch (TimeoutException e) {
            var picture = screenshot("failed-" + FAILURES.incrementAndGet());
            throw new AssertionError(
                    "waited " + PATIENCE.toSeconds() + " s in vain for: " + what + "; see " + picture + ", which says:\n"
                            + script("return (document.body?.innerText ?? '').slice(-2000)"),
                    e);
        }
    }

    /// Looks again when what it looked at was replaced meanwhile, as pages do.
    private FluentWait<WebDriver> patience() {
        return new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class, ElementNotInteractableException.class);
    }

    private static By byText(String text) {
        return By.xpath("//button[normalize-space()='" + text + "']");
    }

    public Path screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            var file = SCREENSHOTS.resolve(name + ".png");
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}

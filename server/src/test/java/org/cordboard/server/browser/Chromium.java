package org.cordboard.server.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// Debian's Chromium, headless, with a profile of its own and fake audio devices. Ends with the test; a test that fails
/// finds its screenshots under `target/screenshots`.
public final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

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
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(1100, 900));
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
        var field = eventually(By.name(fieldName));
        field.clear();
        field.sendKeys(text);
    }

    /// Waits until the button can be pressed, then presses it.
    public void press(String button) {
        until(() -> enabled(button), "the button '" + button + "' to be enabled");
        button(button).click();
    }

    public boolean enabled(String button) {
        var found = driver.findElements(byText(button));
        return !found.isEmpty() && found.getFirst().isEnabled();
    }

    public WebElement button(String text) {
        return eventually(byText(text));
    }

    public String text(String css) {
        return eventually(By.cssSelector(css)).getText();
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
            new WebDriverWait(driver, PATIENCE).withMessage(what).until(ignored -> condition.getAsBoolean());
        } catch (RuntimeException e) {
            screenshot("failed");
            throw e;
        }
    }

    private WebElement eventually(By what) {
        return new WebDriverWait(driver, PATIENCE).until(page -> page.findElement(what));
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

package org.cordboard.server.browserphone;

import static org.cordboard.server.story.Centre.until;

import java.util.List;
import org.cordboard.server.browser.Chromium;

/// The page's phone, as a test handles it.
final class SdkPhone {
    private final Chromium browser;
    private final String page;
    private final String host;

    SdkPhone(Chromium browser, String page, String host) {
        this.browser = browser;
        this.page = page;
        this.host = host;
    }

    /// Opens the page, or opens it again, and makes its device.
    void start(String token) {
        start(token, "{}");
    }

    void start(String token, String options) {
        open();
        device(token, options);
    }

    /// Opens the page, or opens it again, without a device yet.
    void open() {
        browser.open(page);
        browser.until(() -> heard("ready"), "the page's script");
    }

    void device(String token, String options) {
        browser.script("phone.start('" + token + "', '" + host + "', " + options + ")");
    }

    void register(String token) {
        start(token);
        browser.script("phone.register()");
        awaits("registered");
    }

    void connect(String parameters) {
        browser.script("phone.connect({params: " + parameters + "})");
    }

    void takeOver(String token) {
        browser.script("phone.takeOver('" + token + "', '" + host + "')");
    }

    void accept() {
        browser.script("phone.call.accept()");
    }

    Object run(String javaScript) {
        return browser.script(javaScript);
    }

    @SuppressWarnings("unchecked")
    List<String> log() {
        return (List<String>) browser.script("return phone.log");
    }

    boolean heard(String word) {
        return browser.script("return window.phone?.log.some(line => line.startsWith('" + word + "')) ?? false")
                .equals(Boolean.TRUE);
    }

    void forget() {
        browser.script("phone.log.length = 0");
    }

    void awaits(String word) {
        try {
            until("the page's '" + word + "'", () -> heard(word));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it heard " + log(), e);
        }
    }

    /// Waits until the page hears the tone.
    void hears(double hertz) {
        var last = new double[1];
        try {
            until("a tone of " + hertz + " Hz in the page", () -> {
                last[0] = ((Number) browser.script("return phone.pitch()")).doubleValue();
                return Math.abs(last[0] - hertz) < 15;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the last it heard was " + last[0] + " Hz, and " + log(), e);
        }
    }
}

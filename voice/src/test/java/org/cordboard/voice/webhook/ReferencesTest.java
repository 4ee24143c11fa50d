package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    /// RFC 3986 section 5.4, those that concern HTTP.
    private static final Map<String, String> NORMAL = Map.ofEntries(
            Map.entry("g", "http://a/b/c/g"),
            Map.entry("./g", "http://a/b/c/g"),
            Map.entry("g/", "http://a/b/c/g/"),
            Map.entry("/g", "http://a/g"),
            Map.entry("//g", "http://g"),
            Map.entry("?y", "http://a/b/c/d;p?y"),
            Map.entry("g?y", "http://a/b/c/g?y"),
            Map.entry("#s", "http://a/b/c/d;p?q#s"),
            Map.entry("g;x=1", "http://a/b/c/g;x=1"),
            Map.entry("", "http://a/b/c/d;p?q"),
            Map.entry("..", "http://a/b/"),
            Map.entry("../g", "http://a/b/g"),
            Map.entry("https://other/x", "https://other/x"));

    private static String resolve(String base, String reference) throws URISyntaxException {
        return References.resolve(URI.create(base), reference).toString();
    }

    @Test
    void theExamplesOfTheRfcResolveAsItSays() throws URISyntaxException {
        for (var example : NORMAL.entrySet()) {
            assertEquals(example.getValue(), resolve("http://a/b/c/d;p?q", example.getKey()), example.getKey());
        }
    }

    @Test
    void aServerWithoutAPathHasARoot() throws URISyntaxException {
        assertEquals("http://a/menu", resolve("http://a", "menu"));
        assertEquals("http://a?x=1", resolve("http://a", "?x=1"));
    }

    @Test
    void whatHasNoPlaceInAnAddressIsEncoded() throws URISyntaxException {
        assertEquals("http://a/j%C3%B6rg%20m?x=%7C", resolve("http://a/", "jörg m?x=|"));
    }
}

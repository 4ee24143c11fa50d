package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is kept of media that were fetched once: Voice reference 3.2.
@Timeout(60)
class CachingTest {
    private static final String TOKEN = "secret";

    private Site site;
    private HttpWebhooks webhooks;

    @BeforeEach
    void start() throws IOException {
        site = Site.plain();
        webhooks = new HttpWebhooks(new Addresses(true, true));
    }

    @AfterEach
    void stop() {
        webhooks.close();
        site.close();
    }

    /// Names and values in turn.
    private void tune(String path, String... headers) {
        site.on(path, e -> {
            for (int i = 0; i < headers.length; i += 2) {
                e.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            boolean known = e.getRequestHeaders().containsKey("If-None-Match")
                    || e.getRequestHeaders().containsKey("If-Modified-Since");
            Site.answer(e, known ? 304 : 200, "audio/wav", known ? "" : "RIFF");
        });
    }

    /// How often the server was asked when the same was wanted twice.
    private int asked(String path) throws Exception {
        site.seen.clear();
        for (int i = 0; i < 2; i++) {
            var reply = webhooks.send(WebhookRequest.media(site.base() + path, TOKEN, new Memory()));
            assertEquals("RIFF", reply.text());
        }
        return site.seen.size();
    }

    private static String inAnHour(int sign) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(sign));
    }

    @Test
    void whatIsFreshIsNotAskedForAgain() throws Exception {
        tune("/age", "Cache-Control", "public, max-age=600");
        tune("/shared", "Cache-Control", "max-age=0, s-maxage=600");
        tune("/expires", "Expires", inAnHour(1));
        assertEquals(1, asked("/age"));
        assertEquals(1, asked("/shared"));
        assertEquals(1, asked("/expires"));
    }

    @Test
    void whatIsStaleIsRevalidated() throws Exception {
        tune("/none", "ETag", "\"1\"", "Cache-Control", "no-cache, max-age=600");
        tune("/old", "ETag", "\"1\"", "Cache-Control", "max-age=600", "Age", "700");
        tune("/expired", "Last-Modified", inAnHour(-1), "Expires", inAnHour(-1));
        for (var path : new String[] {"/none", "/old", "/expired"}) {
            assertEquals(2, asked(path), path);
            site.seen.take();
            var second = site.seen.take();
            assertEquals(path.equals("/expired"), second.header("If-None-Match") == null, path);
            assertEquals(path.equals("/expired"), second.header("If-Modified-Since") != null, path);
        }
    }

    @Test
    void a304BringsFreshnessBack() throws Exception {
        site.on("/tune", e -> {
            boolean known = e.getRequestHeaders().containsKey("If-None-Match");
            e.getResponseHeaders().set("ETag", "\"1\"");
            e.getResponseHeaders().set("Cache-Control", known ? "max-age=600" : "no-cache");
            Site.answer(e, known ? 304 : 200, "audio/wav", known ? "" : "RIFF");
        });
        assertEquals(2, asked("/tune"));
        assertEquals(0, asked("/tune"));
    }

    @Test
    void whatMayNotBeKeptIsNot() throws Exception {
        tune("/no-store", "ETag", "\"1\"", "Cache-Control", "no-store, max-age=600");
        tune("/cookie", "ETag", "\"1\"", "Cache-Control", "max-age=600", "Set-Cookie", "a=1");
        tune("/vary", "Cache-Control", "max-age=600", "Vary", "Accept-Encoding, X-Twilio-Signature");
        for (var path : new String[] {"/no-store", "/cookie", "/vary"}) {
            assertEquals(2, asked(path), path);
            site.seen.take();
            assertNull(site.seen.take().header("If-None-Match"), path);
        }
    }

    @Test
    void documentsAndWhatAnotherAccountFetchedAreAskedForEachTime() throws Exception {
        tune("/tune", "Cache-Control", "max-age=600");
        var url = site.base() + "/tune";
        webhooks.send(WebhookRequest.media(url, TOKEN, new Memory()));
        webhooks.send(WebhookRequest.media(url, "another", new Memory()));
        assertEquals(2, site.seen.size());
        webhooks.send(WebhookRequest.document(url, HttpMethod.GET, Fields.NONE, TOKEN, new Memory()));
        webhooks.send(WebhookRequest.document(url, HttpMethod.POST, Fields.NONE, TOKEN, new Memory()));
        assertEquals(4, site.seen.size());
    }

    @Test
    void whatAPasswordGuardsIsAskedForWithItEachTime() throws Exception {
        site.on("/guarded", e -> {
            boolean in = e.getRequestHeaders().containsKey("Authorization");
            e.getResponseHeaders().set("Cache-Control", "max-age=600");
            e.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            Site.answer(e, in ? 200 : 401, "audio/wav", in ? "RIFF" : "");
        });
        var url = site.base().replace("http://", "http://ann:s3cret@") + "/guarded";
        webhooks.send(WebhookRequest.media(url, TOKEN, new Memory()));
        webhooks.send(WebhookRequest.media(url, TOKEN, new Memory()));
        assertEquals(4, site.seen.size());
    }
}

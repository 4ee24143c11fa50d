package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpWebhooksTest {
    private static final String TOKEN = "secret";

    private Site site;
    private BlockingQueue<Site.Seen> seen;
    private HttpWebhooks webhooks;
    private String base;

    @BeforeEach
    void start() throws IOException {
        site = Site.plain();
        seen = site.seen;
        base = site.base();
        webhooks = new HttpWebhooks(new Addresses(true, true));
    }

    @AfterEach
    void stop() {
        webhooks.close();
        site.close();
    }

    @Test
    void aPostCarriesTheSignedForm() throws Exception {
        site.on("/menu", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        var form = Fields.of("From", "+15550001000", "Digits", "42#");
        var reply = send(base + "/menu?lang=en#ct=500", HttpMethod.POST, form);
        assertEquals("<Response/>", reply.text());
        var request = seen.take();
        assertEquals("From=%2B15550001000&Digits=42%23", request.body());
        assertEquals(Signature.of(TOKEN, base + "/menu?lang=en", form), request.signature());
    }

    @Test
    void aGetAppendsTheFieldsToItsQueryAndSignsThem() throws Exception {
        site.on("/menu", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        send(base + "/menu?lang=en", HttpMethod.GET, Fields.of("From", "client:é"));
        var request = seen.take();
        assertEquals("/menu?lang=en&From=client%3A%C3%A9", request.target());
        assertEquals(Signature.of(TOKEN, base + request.target()), request.signature());
    }

    @Test
    void aFoundRedirectDropsTheFormAndATemporaryOneKeepsIt() throws Exception {
        site.on("/a", e -> Site.redirect(e, 302, "/target?kept=1"));
        site.on("/b", e -> Site.redirect(e, 307, "/target"));
        site.on("/target", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        var reply = send(base + "/a", HttpMethod.POST, Fields.of("Digits", "1"));
        assertEquals(base + "/target?kept=1", reply.url());
        seen.take();
        var found = seen.take();
        assertEquals("GET", found.method());
        assertEquals("", found.body());
        assertEquals(Signature.of(TOKEN, base + "/target?kept=1"), found.signature());
        send(base + "/b", HttpMethod.POST, Fields.of("Digits", "1"));
        seen.take();
        var temporary = seen.take();
        assertEquals("POST", temporary.method());
        assertEquals("Digits=1", temporary.body());
    }

    @Test
    void aRedirectedGetGoesExactlyWhereItIsSent() throws Exception {
        site.on("/a", e -> Site.redirect(e, 307, "/target?" + e.getRequestURI().getRawQuery()));
        site.on("/target", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        send(base + "/a?lang=en", HttpMethod.GET, Fields.of("Digits", "1"));
        assertEquals("/a?lang=en&Digits=1", seen.take().target());
        var followed = seen.take();
        assertEquals("/target?lang=en&Digits=1", followed.target());
        assertEquals(Signature.of(TOKEN, base + "/target?lang=en&Digits=1"), followed.signature());
    }

    @Test
    void whereARedirectLeadsIsReadByTheRfcAndWithoutPedantry() throws Exception {
        site.on("/deep/menu", e -> {
            var query = e.getRequestURI().getRawQuery();
            switch (query == null ? "" : query) {
                case "query" -> Site.redirect(e, 302, "?next");
                case "odd" -> Site.redirect(e, 302, "ann b?x={y}");
                default -> Site.answer(e, 200, "text/xml", "<Response/>");
            }
        });
        site.on("/deep/ann", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        assertEquals(
                base + "/deep/menu?next",
                send(base + "/deep/menu?query", HttpMethod.POST, Fields.NONE).url());
        assertEquals(
                base + "/deep/ann%20b?x=%7By%7D",
                send(base + "/deep/menu?odd", HttpMethod.POST, Fields.NONE).url());
    }

    @Test
    void aServerWithoutAPathIsAskedForItsRoot() throws Exception {
        site.on("/", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        var reply = send(base.replace("http", "HTTP"), HttpMethod.POST, Fields.NONE);
        assertEquals(base + "/", reply.url());
        var request = seen.take();
        assertEquals("/", request.target());
        assertEquals(Signature.of(TOKEN, base + "/"), request.signature());
        assertEquals("us1", request.header("X-Home-Region"));
        assertEquals("TwilioProxy/1.1", request.header("User-Agent"));
        assertEquals("*/*", request.header("Accept"));
    }

    @Test
    void endlessRedirectsFailWithTheirCode() {
        site.on("/loop", e -> Site.redirect(e, 302, "/loop"));
        var failure = assertThrows(WebhookFailure.class, () -> send(base + "/loop", HttpMethod.GET, Fields.NONE));
        assertEquals(WebhookFailure.REDIRECTS, failure.code());
        assertEquals(11, seen.size());
    }

    @Test
    void cookiesComeBackWithinTheSameCallOnly() throws Exception {
        site.on("/set", e -> {
            e.getResponseHeaders().add("Set-Cookie", "visit=7; Path=/");
            Site.answer(e, 200, "text/xml", "<Response/>");
        });
        site.on("/next", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        var memory = new Memory();
        webhooks.send(WebhookRequest.document(base + "/set", HttpMethod.POST, Fields.NONE, TOKEN, memory));
        webhooks.send(WebhookRequest.document(base + "/next", HttpMethod.POST, Fields.NONE, TOKEN, memory));
        assertNull(seen.take().cookie());
        assertEquals("visit=7", seen.take().cookie());
        send(base + "/next", HttpMethod.POST, Fields.NONE);
        assertNull(seen.take().cookie());
    }

    @Test
    void basicCredentialsAreSentOnlyAfterTheChallengeAndThenAtOnce() throws Exception {
        site.on("/guarded", e -> {
            if (e.getRequestHeaders().getFirst("Authorization") == null) {
                e.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
                Site.answer(e, 401, "text/plain", "no");
            } else {
                Site.answer(e, 200, "text/xml", "<Response/>");
            }
        });
        var url = base.replace("http://", "http://ann:s3cret@") + "/guarded";
        var memory = new Memory();
        webhooks.send(WebhookRequest.document(url, HttpMethod.POST, Fields.NONE, TOKEN, memory));
        webhooks.send(WebhookRequest.document(url, HttpMethod.POST, Fields.NONE, TOKEN, memory));
        assertNull(seen.take().authorization());
        assertEquals("Basic YW5uOnMzY3JldA==", seen.take().authorization());
        assertNotNull(seen.take().authorization());
        assertTrue(seen.isEmpty());
    }

    @Test
    void credentialsNeverFollowARedirectToAnotherServer() throws Exception {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", e -> {
            seen.add(new Site.Seen("", "", "", e.getRequestHeaders()));
            e.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            Site.answer(e, 401, "text/plain", "who are you?");
        });
        other.start();
        try {
            site.on("/away", e -> Site.redirect(e, 307, "http://127.0.0.1:" + other.getAddress().getPort() + "/"));
            var url = base.replace("http://", "http://ann:s3cret@") + "/away";
            assertThrows(WebhookFailure.class, () -> send(url, HttpMethod.POST, Fields.NONE));
            seen.take();
            assertNull(seen.take().authorization());
            assertTrue(seen.isEmpty(), "nothing is tried with what was meant for the first server");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void packedAnswersAreUnpackedWithinTheLimit() throws Exception {
        site.on("/packed", e -> {
            e.getResponseHeaders().add("Content-Encoding", "gzip");
            Site.answer(e, 200, "text/xml", packed("<Response/>"));
        });
        site.on("/bomb", e -> {
            e.getResponseHeaders().add("Content-Encoding", "gzip");
            Site.answer(e, 200, "text/xml", packed(" ".repeat(10_000_000)));
        });
        site.on("/damaged", e -> {
            e.getResponseHeaders().add("Content-Encoding", "gzip");
            Site.answer(e, 200, "text/xml", "not packed at all");
        });
        assertEquals("<Response/>", send(base + "/packed", HttpMethod.POST, Fields.NONE).text());
        assertEquals(WebhookFailure.TOO_LARGE, codeOf(base + "/bomb"));
        assertEquals(WebhookFailure.RETRIEVAL, codeOf(base + "/damaged"));
    }

    private static byte[] packed(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void eachRedirectKeepsOrLosesTheFormByItsKind() throws Exception {
        site.on("/target", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            site.on("/from" + status, e -> Site.redirect(e, status, "/target"));
            send(base + "/from" + status, HttpMethod.POST, Fields.of("Digits", "1"));
            seen.take();
            var followed = seen.take();
            assertEquals(status < 307 ? "GET" : "POST", followed.method(), () -> "after " + status);
            assertEquals(status < 307 ? "" : "Digits=1", followed.body(), () -> "after " + status);
        }
    }

    @Test
    void clientErrorsAndTimeoutsAreRetriedOnlyAsThePolicySays() throws Exception {
        site.on("/missing", e -> Site.answer(e, 404, "text/plain", "no"));
        codeOf(base + "/missing#rc=1&rp=5xx");
        assertEquals(1, seen.size());
        seen.clear();
        codeOf(base + "/missing#rc=1&rp=4xx");
        assertEquals(2, seen.size());
        seen.clear();
        codeOf(base + "/missing#rc=5&rp=all");
        assertEquals(6, seen.size());
        seen.clear();
        site.on("/slow", e -> {
            pause(600);
            Site.answer(e, 200, "text/xml", "<Response/>");
        });
        codeOf(base + "/slow#rt=200&rc=1&rp=rt");
        assertEquals(2, seen.size());
        seen.clear();
        codeOf(base + "/slow#rt=200&rc=1&rp=ct");
        assertEquals(1, seen.size());
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void digestAnswersTheVectorOfRfc7616() {
        var challenge = Challenge.of(List.of("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
                + " algorithm=MD5, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""));
        var digest = (Challenge.Digest) challenge;
        assertNotNull(digest);
        var answer = digest.answer(
                "Mufasa", "Circle of Life", "GET", "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        assertTrue(answer.contains("response=\"8ca523f5e9506fed4657c9700eebdbec\""), answer);
    }

    @Test
    void serverErrorsAreRetriedOnlyWhenTheUrlAsks() throws Exception {
        site.on("/broken", e -> Site.answer(e, 500, "text/plain", "no"));
        assertThrows(WebhookFailure.class, () -> send(base + "/broken", HttpMethod.POST, Fields.NONE));
        assertEquals(1, seen.size());
        seen.clear();
        assertThrows(WebhookFailure.class, () -> send(base + "/broken#rc=2&rp=5xx", HttpMethod.POST, Fields.NONE));
        assertEquals(3, seen.size());
        var first = seen.take().idempotency();
        assertEquals(first, seen.take().idempotency());
    }

    @Test
    void aSlowServerFailsAfterTheTotalTime() {
        site.on("/slow", e -> {
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            Site.answer(e, 200, "text/xml", "<Response/>");
        });
        long started = System.nanoTime();
        var failure =
                assertThrows(WebhookFailure.class, () -> send(base + "/slow#tt=300", HttpMethod.POST, Fields.NONE));
        assertEquals(WebhookFailure.RETRIEVAL, failure.code());
        assertTrue(System.nanoTime() - started < 3_000_000_000L);
    }

    @Test
    void refusedConnectionsUnknownNamesAndForbiddenAddressesHaveTheirCodes() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertEquals(WebhookFailure.CONNECT, codeOf("http://127.0.0.1:" + closed + "/"));
        assertEquals(WebhookFailure.UNKNOWN_HOST, codeOf("http://169.254.169.254/latest/meta-data/"));
        assertEquals(WebhookFailure.INVALID_URL, codeOf("ftp://example.org/x"));
        try (var strict = new HttpWebhooks(new Addresses(false, false))) {
            var request = WebhookRequest.callback(base + "/", HttpMethod.POST, Fields.NONE, TOKEN);
            assertThrows(WebhookFailure.class, () -> strict.send(request));
            assertTrue(seen.isEmpty());
        }
    }

    @Test
    void aHugeAnswerIsRefused() {
        site.on("/huge", e -> Site.answer(e, 200, "text/xml", "x".repeat(WebhookRequest.DOCUMENT_BYTES_MAX + 1)));
        assertEquals(WebhookFailure.TOO_LARGE, codeOf(base + "/huge"));
    }

    @Test
    void mediaIsRevalidatedByItsTag() throws Exception {
        site.on("/tune", e -> {
            if ("\"v1\"".equals(e.getRequestHeaders().getFirst("If-None-Match"))) {
                Site.answer(e, 304, "audio/wav", "");
            } else {
                e.getResponseHeaders().add("ETag", "\"v1\"");
                Site.answer(e, 200, "audio/wav", "RIFF");
            }
        });
        var request = WebhookRequest.media(base + "/tune", TOKEN, new Memory());
        var first = webhooks.send(request);
        var second = webhooks.send(request);
        assertArrayEquals(first.body(), second.body());
        assertEquals(200, second.status());
        assertEquals(2, seen.size());
    }

    @Test
    void overridesOutOfRangeAreReportedAndReplaced() {
        var overrides = Overrides.of("http://x/#ct=1&rc=2&zz=3&rp=sometimes&rt");
        assertEquals(List.of(11242, 11241, 11243, 11240), overrides.warnings());
        assertEquals(5_000, overrides.connectMillis());
        assertEquals(2, overrides.retries());
        assertNotEquals(Overrides.DEFAULT, overrides);
        assertFalse(Overrides.of("http://x/#").warnings().iterator().hasNext());
    }

    private int codeOf(String url) {
        return assertThrows(WebhookFailure.class, () -> send(url, HttpMethod.POST, Fields.NONE))
                .code();
    }

    private WebhookReply send(String url, HttpMethod method, Fields fields) throws Exception {
        return webhooks.send(WebhookRequest.document(url, method, fields, TOKEN, new Memory()));
    }
}

package org.cordboard.voice.flowrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import org.cordboard.flow.Action;
import org.cordboard.flow.Input;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.Signature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FlowRequestsTest {
    private static final Account ACCOUNT = new Account(
            new AccountSid("AC" + "1".repeat(32)), "test", "token", "active", null, Instant.EPOCH, Instant.EPOCH);

    private HttpServer server;
    private FlowRequests requests;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        requests = new FlowRequests(new Addresses(true, true), () -> "http://cordboard.test", Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        requests.close();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void page(String path, Page page) {
        server.createContext(path, exchange -> {
            try (exchange) {
                page.answer(exchange);
            }
        });
    }

    private static void tell(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void redirect(HttpExchange exchange, int status, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(status, -1);
    }

    /// Answers what it was asked: method, body and whether credentials came.
    private void mirror(String path) {
        page(path, exchange -> tell(
                exchange,
                200,
                exchange.getRequestMethod() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) + " "
                        + exchange.getRequestHeaders().getFirst("Authorization")));
    }

    private Input post(String url) {
        return requests.request(new Action.HttpRequest("POST", url, "text/plain", "hello", false), ACCOUNT);
    }

    private static String body(Input input) {
        return assertInstanceOf(Input.Responded.class, input).body();
    }

    @Test
    void anAnswerThatDripsBeyondTheLimitIsNoAnswer() {
        page("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 200; i++) {
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (var hasty = new FlowRequests(new Addresses(true, true), () -> "", Duration.ofMillis(300))) {
            var input = hasty.request(new Action.HttpRequest("GET", url("/drips"), "", "", false), ACCOUNT);
            assertInstanceOf(Input.NotResponded.class, input);
        }
    }

    @Test
    void aPostThatIsToldToGoElsewhereGoesOnAsGetUnlessTheStatusKeepsTheMethod() {
        mirror("/there");
        page("/found", exchange -> redirect(exchange, 302, "/there"));
        page("/kept", exchange -> redirect(exchange, 307, url("/there")));
        assertEquals("GET  null", body(post(url("/found"))));
        assertEquals("POST hello null", body(post(url("/kept"))));
    }

    @Test
    void credentialsOfTheUrlStayWithTheirHost() {
        mirror("/there");
        var other = "http://localhost:" + server.getAddress().getPort() + "/there";
        page("/here", exchange -> redirect(exchange, 307, "/there"));
        page("/away", exchange -> redirect(exchange, 307, other));
        var withUser = url("").replace("http://", "http://ann:secret@");
        assertEquals("POST hello Basic YW5uOnNlY3JldA==", body(post(withUser + "/here")));
        assertEquals("POST hello null", body(post(withUser + "/away")));
    }

    @Test
    void endlessRedirectsAndTooLargeAnswersAreNoAnswers() {
        page("/round", exchange -> redirect(exchange, 302, "/round"));
        assertTrue(assertInstanceOf(Input.NotResponded.class, post(url("/round"))).reason().contains("redirects"));
        page("/exact", exchange -> tell(exchange, 200, "x".repeat(64 * 1024)));
        page("/large", exchange -> tell(exchange, 200, "x".repeat(64 * 1024 + 1)));
        assertEquals(64 * 1024, body(post(url("/exact"))).length());
        assertInstanceOf(Input.NotResponded.class, post(url("/large")));
    }

    @Test
    void forbiddenAddressesAreNotVisited() {
        mirror("/there");
        try (var careful = new FlowRequests(new Addresses(false, false), () -> "http://cordboard.test", Duration.ofSeconds(5))) {
            var input = careful.request(new Action.HttpRequest("GET", url("/there"), "", "", false), ACCOUNT);
            assertTrue(assertInstanceOf(Input.NotResponded.class, input).reason().contains("may not visit"));
        }
        page("/metadata", exchange -> redirect(exchange, 302, "http://169.254.169.254/latest"));
        var hop = requests.request(new Action.HttpRequest("GET", url("/metadata"), "", "", false), ACCOUNT);
        assertTrue(assertInstanceOf(Input.NotResponded.class, hop).reason().contains("may not visit"));
    }

    @Test
    void theAccountsCredentialsGoToThisServerAlone() {
        mirror("/there");
        var foreign = requests.request(new Action.HttpRequest("GET", url("/there"), "", "", true), ACCOUNT);
        assertInstanceOf(Input.NotResponded.class, foreign);
        try (var ours = new FlowRequests(new Addresses(false, false), () -> url(""), Duration.ofSeconds(5))) {
            var own = ours.request(new Action.HttpRequest("GET", url("/there"), "", "", true), ACCOUNT);
            assertTrue(body(own).startsWith("GET  Basic "));
            var published = ours.request(new Action.HttpRequest("GET", "https://api.twilio.com/there?a=b", "", "", true), ACCOUNT);
            assertTrue(body(published).startsWith("GET  Basic "));
        }
    }

    @Test
    void aFunctionIsAskedWithASignedForm() {
        page("/fn", exchange -> tell(
                exchange,
                200,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) + " "
                        + exchange.getRequestHeaders().getFirst("X-Twilio-Signature")));
        var input = requests.function(new Action.RunFunction(url("/fn"), Map.of("pin", "1 2")), ACCOUNT);
        assertEquals("pin=1+2 " + Signature.of("token", url("/fn"), Fields.of("pin", "1 2")), body(input));
    }

    @Test
    void badAddressesAreNoAnswers() {
        assertInstanceOf(Input.NotResponded.class, post("http://"));
        assertInstanceOf(Input.NotResponded.class, post("not an address"));
        assertInstanceOf(Input.NotResponded.class, post("ftp://127.0.0.1/x"));
        assertInstanceOf(Input.NotResponded.class, post("http://127.0.0.1:1/nobody-listens"));
    }
}

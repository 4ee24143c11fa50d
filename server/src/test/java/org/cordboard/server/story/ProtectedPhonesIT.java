package org.cordboard.server.story;

import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.entity.Call;
import org.cordboard.server.config.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `sip.tls-*` open a door that foreign phones use: baresip and linphonec register over TLS, both will have protected audio
/// (SRTP) or none, each calls the other, and both record what they heard.
@Timeout(240)
class ProtectedPhonesIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path data;

    private static HttpServer application;
    private static Centre centre;
    private static int tlsPort;
    private static Baresip dave;
    private static Linphone erin;

    @BeforeAll
    static void start() throws Exception {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers("/erin", "<Response><Dial><Client>erin</Client></Dial></Response>");
        answers("/dave", "<Response><Dial><Client>dave</Client></Dial></Response>");
        application.start();
        tlsPort = FreePort.find();
        centre = new Centre(
                data.resolve("data"),
                Map.of(
                        Setting.SIP_TLS_PORT, Integer.toString(tlsPort),
                        Setting.SIP_TLS_KEYSTORE, keystore().toString(),
                        Setting.SIP_TLS_PASSWORD, PASSWORD));
        number("+15550007001", "/erin");
        number("+15550007002", "/dave");
        var connection = centre.connection();
        var tls = new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort);
        dave = new Baresip(
                data.resolve("dave"), "dave", tls, connection.sipDomain(), connection.phonePassword(), true, "tls", 620);
        erin = new Linphone(
                data.resolve("erin"), "erin", tls, connection.sipDomain(), erinsPassword(), "tls", 440);
        dave.awaitRegistered();
        erin.awaitRegistered();
    }

    @AfterAll
    static void stop() throws IOException {
        try (var _ = centre;
                var _ = dave;
                var _ = erin) {
            application.stop(0);
        }
    }

    private static void answers(String path, String document) {
        application.createContext(path, exchange -> {
            var body = document.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }

    private static void number(String number, String path) {
        var url = "http://127.0.0.1:" + application.getAddress().getPort() + path;
        made("/IncomingPhoneNumbers.json", Map.of("PhoneNumber", number, "VoiceUrl", url));
    }

    private static String erinsPassword() {
        var password = "Long-Enough-42";
        var list = made("/SIP/CredentialLists.json", Map.of("FriendlyName", "more phones"));
        made("/SIP/CredentialLists/" + list + "/Credentials.json", Map.of("Username", "erin", "Password", password));
        return password;
    }

    private static String made(String path, Map<String, String> form) {
        return centre.api()
                .post("/2010-04-01/Accounts/" + centre.connection().accountSid() + path, form)
                .path("sid")
                .asText();
    }

    /// As the manual says, by keytool.
    private static Path keystore() throws Exception {
        var file = data.resolve("sip.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        keytool, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1",
                        "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertEquals(true, process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0);
        } finally {
            process.destroyForcibly();
        }
        return file;
    }

    @BeforeEach
    void listenAnew() throws IOException {
        dave.forget();
        erin.forget();
    }

    @Test
    void baresipCallsAndLinphoneAnswers() throws Exception {
        dave.dial("sip:+15550007001@" + centre.connection().sipDomain());
        talk();
    }

    @Test
    void linphoneCallsAndBaresipAnswers() throws Exception {
        erin.dial("sip:+15550007002@127.0.0.1:" + tlsPort + ";transport=tls");
        talk();
    }

    private static void talk() throws Exception {
        dave.await("CALL_ESTABLISHED", PATIENCE);
        until("both to hear the other", () -> dave.tenthsOfTone(440) >= 8 && erin.tenthsOfTone(620) >= 8);
        dave.hangUp();
        dave.await("CALL_CLOSED", PATIENCE);
        until("both calls to be over", ProtectedPhonesIT::quiet);
    }

    private static boolean quiet() {
        return centre.server().engine().read(view -> view.records(Call.class)).stream()
                .allMatch(call -> call.status().isFinal());
    }
}

package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.cordboard.media.audio.Sounds;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real Chromium as the browser phone, with its fake microphone; skipped where none is installed.
@Timeout(60)
@Isolated
class BrowserPhoneTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String PAGE = """
            <script>
            (async () => {
              const calls = new URLSearchParams(location.search).get('calls') === 'true';
              const pc = new RTCPeerConnection();
              const context = new AudioContext();
              let analyser;
              pc.ontrack = e => {
                new Audio().srcObject = e.streams[0];
                analyser = context.createAnalyser();
                analyser.fftSize = 2048;
                context.createMediaStreamSource(e.streams[0]).connect(analyser);
              };
              const mic = await navigator.mediaDevices.getUserMedia({audio: true});
              const post = (path, body) => fetch(path, {method: 'POST', body}).then(r => r.text());
              const g711 = transceiver => transceiver.setCodecPreferences(RTCRtpSender.getCapabilities('audio').codecs
                  .filter(c => ['audio/PCMU', 'audio/telephone-event'].includes(c.mimeType)));
              if (calls) {
                g711(pc.addTransceiver(mic.getAudioTracks()[0]));
                await pc.setLocalDescription();
                await pc.setRemoteDescription({type: 'answer', sdp: await post('/offer', pc.localDescription.sdp)});
              } else {
                await pc.setRemoteDescription({type: 'offer', sdp: await post('/invite', '')});
                pc.addTrack(mic.getAudioTracks()[0], mic);
                await pc.setLocalDescription();
                await post('/answer', pc.localDescription.sdp);
              }
              const sleep = ms => new Promise(r => setTimeout(r, ms));
              for (let i = 0; i < 100 && pc.connectionState !== 'connected'; i++) await sleep(50);
              await sleep(500);
              pc.getSenders()[0].dtmf.insertDTMF('5', 160, 70);
              await sleep(2500);
              const bins = new Float32Array(analyser.frequencyBinCount);
              analyser.getFloatFrequencyData(bins);
              const peak = bins.indexOf(Math.max(...bins)) * context.sampleRate / 2048;
              let received = 0, sent = 0, lost = 0;
              (await pc.getStats()).forEach(s => {
                if (s.type === 'inbound-rtp') { received = s.packetsReceived; lost = s.packetsLost; }
                if (s.type === 'outbound-rtp') sent = s.packetsSent;
              });
              await post('/result', [pc.connectionState, Math.round(peak), received, sent, lost].join(' '));
            })().catch(e => fetch('/result', {method: 'POST', body: 'failed ' + e}));
            </script>
            """;

    @TempDir
    private Path profile;

    private final Map<String, CompletableFuture<String>> bodies = new ConcurrentHashMap<>();

    private CompletableFuture<String> body(String path) {
        return bodies.computeIfAbsent(path, _ -> new CompletableFuture<>());
    }

    private static void respond(HttpExchange exchange, String text, String type) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpServer serve(WebRtcEndpoint endpoint) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/" -> respond(exchange, PAGE, "text/html");
                case "/offer" -> respond(exchange, endpoint.answer(sent), "text/plain");
                case "/invite" -> respond(exchange, endpoint.offer(), "text/plain");
                case "/answer" -> {
                    endpoint.answered(sent);
                    respond(exchange, "", "text/plain");
                }
                default -> {
                    body(path).complete(sent);
                    respond(exchange, "", "text/plain");
                }
            }
        });
        server.start();
        return server;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chromiumTalksAndHearsAndPressesAKey(boolean browserCalls) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium here");
        var connected = new CompletableFuture<Void>();
        var digits = new CompletableFuture<Character>();
        var loudFrames = new AtomicInteger();
        try (var engine = MediaEngine.start(MediaConfig.loopback())) {
            var endpoint = engine.openWebRtc(new MediaListener() {
                @Override
                public void connected() {
                    connected.complete(null);
                }

                @Override
                public void digit(char digit) {
                    digits.complete(digit);
                }
            });
            endpoint.tap((inbound, outbound) -> {
                if (Peer.loudness(inbound) > 300) {
                    loudFrames.incrementAndGet();
                }
            });
            endpoint.play(Sounds.tone(1_500, Duration.ofMinutes(1)));
            var server = serve(endpoint);
            var browser = new ProcessBuilder(
                            CHROMIUM.toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--use-fake-device-for-media-stream",
                            "--use-fake-ui-for-media-stream",
                            "--autoplay-policy=no-user-gesture-required",
                            "--allow-loopback-in-peer-connection",
                            "--disable-gpu",
                            "--user-data-dir=" + profile,
                            "http://localhost:" + server.getAddress().getPort() + "/?calls=" + browserCalls)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                connected.get(25, TimeUnit.SECONDS);
                assertEquals('5', digits.get(15, TimeUnit.SECONDS));
                var result = body("/result").get(20, TimeUnit.SECONDS).split(" ");
                assertEquals("connected", result[0], String.join(" ", result));
                assertEquals(1_500, Integer.parseInt(result[1]), 60, "the tone the browser hears");
                assertTrue(Integer.parseInt(result[2]) > 100, "received by the browser: " + result[2]);
                assertTrue(loudFrames.get() > 5, "beeps of the fake microphone: " + loudFrames.get());
                assertTrue(endpoint.figures().packetsReceived() > 80);
                assertTrue(endpoint.diagnosis().healthy(), endpoint.diagnosis().sentence());
            } finally {
                browser.descendants().forEach(ProcessHandle::destroyForcibly);
                browser.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                server.stop(0);
            }
        }
    }

    @Test
    void aBrowserThatNeverComesIsDiagnosed() throws Exception {
        var told = new AtomicReference<Diagnosis>();
        try (var engine = MediaEngine.start(MediaConfig.loopback())) {
            var endpoint = engine.openWebRtc(new MediaListener() {
                @Override
                public void diagnosed(Diagnosis diagnosis) {
                    told.set(diagnosis);
                }
            });
            var answer = endpoint.answer(OFFER);
            assertTrue(answer.contains("a=ice-lite") && answer.contains("a=setup:passive") && answer.contains("m=video 0"));
            assertTrue(answer.contains("telephone-event/8000") && !answer.contains("opus"));
            Peer.await("for a diagnosis", () -> told.get() != null);
            assertEquals(Diagnosis.Cause.ICE_FAILED, told.get().cause());
        }
    }

    @Test
    void offersWithoutOurCodecsOrWithoutKeysAreRefused() throws Exception {
        try (var engine = MediaEngine.start(MediaConfig.loopback())) {
            var endpoint = engine.openWebRtc(new MediaListener() {});
            assertThrows(IllegalArgumentException.class, () -> endpoint.answer(OFFER.replace("111 0 8 126", "111 126")));
            assertThrows(IllegalArgumentException.class, () -> endpoint.answer(OFFER.replace("a=fingerprint", "a=other")));
            assertThrows(IllegalArgumentException.class, () -> endpoint.answer("v=0\n"));
        }
    }

    private static final String OFFER = """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 126
            c=IN IP4 0.0.0.0
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789abcdef01234567
            a=fingerprint:sha-256 00:11:22
            a=setup:actpass
            a=mid:0
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:126 telephone-event/8000
            m=video 9 UDP/TLS/RTP/SAVPF 96
            c=IN IP4 0.0.0.0
            a=mid:1
            """;
}

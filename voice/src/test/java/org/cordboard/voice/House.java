package org.cordboard.voice;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Clip;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.speech.Speech;
import org.cordboard.media.speech.SpeechException;
import org.cordboard.media.speech.SpeechRequest;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CredentialSid;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.Transport;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.recognition.Recogniser;
import org.cordboard.voice.siprec.Connectors;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpWebhooks;
import org.jspecify.annotations.Nullable;

/// A whole voice side on loopback for tests: engine in memory, real SIP and RTP, an application server, a speaker whose
/// every word is a tone of 700 Hz.
public final class House implements AutoCloseable {
    /// As long as a slow machine may take.
    public static final Duration PATIENCE = Duration.ofSeconds(25);

    public static final String NUMBER = "+15550001000";
    public static final double SPEECH = 700;
    /// A language that the house's speaker does not know.
    public static final String UNSPOKEN = "tlh";
    public static final String PASSWORD = "a Secret 1";

    /// A request that the application got.
    ///
    /// @param body the raw body of a POST
    public record Asked(String path, String method, Fields fields, Map<String, List<String>> headers, byte[] body) {
        public String get(String name) {
            return fields.first(name).orElse("");
        }

        public boolean has(String name) {
            return fields.first(name).isPresent();
        }
    }

    /// An answer of any kind.
    ///
    /// @param type content type, empty for none
    public record Answer(int status, String type, byte[] body, Map<String, String> headers) {
        public static Answer of(String type, String body) {
            return new Answer(200, type, body.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        public static Answer of(int status) {
            return new Answer(status, "text/plain", new byte[0], Map.of());
        }
    }

    /// What the application answers.
    @FunctionalInterface
    public interface Page {
        String of(Asked asked);
    }

    public final Engine engine = MemoryEngine.start(new RoutingCore(), InstantSource.system());
    public final Account account = new Account(
            new AccountSid("AC" + "1".repeat(32)), "House", "token", "active", null, Instant.now(), Instant.now());
    public final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    /// What was to be spoken, in order.
    public final BlockingQueue<SpeechRequest> spoken = new LinkedBlockingQueue<>();

    /// Recording servers that voice knows from its next start on.
    public Connectors connectors = Connectors.NONE;

    public final Path recordings;
    public Voice voice;
    private final HttpServer application;
    private final MediaEngine media;
    private final HttpWebhooks webhooks;
    private final @Nullable Recogniser recogniser;
    private final Map<String, Function<Asked, Answer>> sites = new ConcurrentHashMap<>();
    private UnaryOperator<VoiceConfig> configured = UnaryOperator.identity();
    private UnaryOperator<SipConfig> connected = UnaryOperator.identity();
    private UnaryOperator<Engine> through = UnaryOperator.identity();
    private int numbers;

    public House() throws IOException {
        this(null);
    }

    /// @param recogniser what understands callers' speech; null for keys only
    public House(@Nullable Recogniser recogniser) throws IOException {
        this(recogniser, MediaConfig.loopback());
    }

    public House(@Nullable Recogniser recogniser, MediaConfig audio) throws IOException {
        this.recogniser = recogniser;
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        application.start();
        recordings = Files.createTempDirectory("recordings");
        media = MediaEngine.start(audio);
        webhooks = new HttpWebhooks(new Addresses(true, true));
        put(account);
        voice = startVoice();
    }

    private Voice startVoice() {
        return Voice.start(
                configured.apply(new VoiceConfig(
                        "local",
                        Set.of("127.0.0.1"),
                        Set.of("127.0.0.1"),
                        () -> "http://cordboard.test",
                        recordings,
                        false,
                        0,
                        false,
                        50)),
                connected.apply(SipConfig.on(InetAddress.getLoopbackAddress(), 0)),
                new Voice.Parts(
                        through.apply(engine),
                        media,
                        new Tongue(),
                        webhooks,
                        new Addresses(true, true),
                        InstantSource.system(),
                        recogniser,
                        connectors));
    }

    /// With other settings; SIP takes another port.
    public void restartVoice(UnaryOperator<VoiceConfig> settings, UnaryOperator<SipConfig> sip) {
        configured = settings;
        connected = sip;
        restartVoice();
    }

    /// With something between voice and the engine.
    public void restartVoice(UnaryOperator<Engine> between) {
        through = between;
        restartVoice();
    }

    /// As after a crash of the telephone side.
    public void restartVoice() {
        voice.close();
        voice = startVoice();
    }

    /// Speaks every text as a tone, 60 ms a letter, so that a test knows by ear that something is said.
    private final class Tongue implements Speech {
        @Override
        public Clip say(SpeechRequest request) throws SpeechException {
            spoken.add(request);
            if (request.language().equals(UNSPOKEN)) {
                throw new SpeechException("no voice speaks " + UNSPOKEN);
            }
            int length = request.text().length() * 60 * AudioSource.RATE / 1_000;
            var samples = new short[length];
            var tone = new Tones(true, new Tones.Step(SPEECH, 0, 1_000, 0.3));
            var frame = new short[AudioSource.FRAME];
            for (int at = 0; at + frame.length <= length; at += frame.length) {
                tone.read(frame);
                System.arraycopy(frame, 0, samples, at, frame.length);
            }
            return new Clip(samples);
        }

        @Override
        public Set<String> languages() {
            return Set.of("en");
        }
    }

    public InetSocketAddress sip() {
        return voice.sip().address(Transport.UDP).orElseThrow();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + application.getAddress().getPort() + path;
    }

    public void put(Entity... entities) {
        var outcome = engine.submit(new RecordCommand.Put(List.of(entities)));
        if (!(outcome instanceof Outcome.Done)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    public Outcome.Done submit(Command command) {
        var outcome = engine.submit(command);
        if (outcome instanceof Outcome.Done done) {
            return done;
        }
        throw new IllegalStateException(outcome.toString());
    }

    /// A number answered by these settings.
    public void number(String number, Map<String, String> settings) {
        var sid = new PhoneNumberSid("PN" + "%032x".formatted(++numbers));
        put(new PhoneNumber(sid, account.sid(), number, number, settings, Instant.now(), Instant.now()));
    }

    /// The usual number, answered by a document.
    public void answers(String twiml) {
        page("/voice", _ -> twiml);
        number(NUMBER, Map.of("voice_url", url("/voice")));
    }

    public void page(String path, Page page) {
        site(path, request -> {
            var answer = page.of(request);
            return answer.isEmpty() ? Answer.of(204) : Answer.of("text/xml", answer);
        });
    }

    /// Answers anything at all; the latest wins.
    public void site(String path, Function<Asked, Answer> site) {
        if (sites.put(path, site) != null) {
            return;
        }
        application.createContext(path, exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            boolean form = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .startsWith("application/x-www-form-urlencoded");
            var query = exchange.getRequestURI().getRawQuery();
            var fields = Fields.decoded((form ? new String(body, StandardCharsets.UTF_8) : "")
                    + (query == null ? "" : "&" + query));
            var request = new Asked(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestMethod(),
                    fields,
                    Map.copyOf(exchange.getRequestHeaders()),
                    body);
            asked.add(request);
            var answer = sites.get(path).apply(request);
            if (!answer.type.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", answer.type);
            }
            answer.headers.forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(answer.body);
            }
        });
    }

    /// The next request for a path that no one looked at yet; others stay for later.
    public Asked next(String path) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (var request : asked) {
                if (request.path.equals(path) && asked.remove(request)) {
                    return request;
                }
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException(path + " was not asked for");
    }

    /// Lets a phone of the house register.
    public void credential(String user) {
        var sid = new CredentialSid("CR" + "%032x".formatted(++numbers));
        put(new SipCredential(sid, account.sid(), null, user, PASSWORD, Instant.now(), Instant.now()));
    }

    public TestPhone registered(String user) throws InterruptedException {
        credential(user);
        var phone = new TestPhone(user);
        phone.register(sip(), PASSWORD);
        return phone;
    }

    /// Waits for a record to be so.
    public <R extends VoiceRecord> R eventually(Class<R> type, Predicate<R> so) throws InterruptedException {
        var found = new java.util.concurrent.atomic.AtomicReference<R>();
        boolean came = Ears.within(PATIENCE, () -> {
            found.set(engine.read(
                    view -> view.records(type).stream().filter(so).findFirst().orElse(null)));
            return found.get() != null;
        });
        if (!came) {
            throw new IllegalStateException(
                    "no " + type.getSimpleName() + " is so: " + engine.read(v -> v.records(type)));
        }
        return found.get();
    }

    public List<Call> calls() {
        return engine.read(view -> view.records(Call.class));
    }

    @Override
    public void close() {
        voice.close();
        webhooks.close();
        media.close();
        engine.close();
        application.stop(0);
    }
}

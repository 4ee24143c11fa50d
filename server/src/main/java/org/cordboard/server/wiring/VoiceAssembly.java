package org.cordboard.server.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.cordboard.api.ports.Ports;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.speech.CachedSpeech;
import org.cordboard.media.speech.InstalledSpeech;
import org.cordboard.routing.Engine;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.metrics.Metrics;
import org.cordboard.sip.Transport;
import org.cordboard.voice.Voice;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.recognition.HttpRecogniser;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.HttpWebhooks;

/// The voice side: media, speech, webhooks and SIP over the engine.
final class VoiceAssembly {
    private static final int LEGS_MAX = 4_000;
    private static final long SPEECH_CACHE_BYTES = 512L << 20;

    private VoiceAssembly() {}

    /// The running voice side and everything it borrows, closed in reverse.
    record Running(Voice voice, Ports ports, Parts parts) implements AutoCloseable {
        InetSocketAddress sipAddress() {
            return voice.sip()
                    .address(Transport.UDP)
                    .orElseThrow(() -> new IllegalStateException("SIP over UDP is always on"));
        }

        @Override
        public void close() {
            parts.close();
        }
    }

    /// @param url asked late, because the HTTP face opens after the voice side
    static Running start(ServerConfig config, Engine engine, Metrics metrics, Supplier<String> url)
            throws IOException {
        var parts = new Parts();
        var recordings = config.data().resolve("recordings");
        Files.createDirectories(recordings);
        var media = parts.add(MediaEngine.start(media(config)));
        var speech = parts.add(
                new CachedSpeech(InstalledSpeech.find(), config.data().resolve("speech"), SPEECH_CACHE_BYTES));
        var addresses = new Addresses(config.privateWebhooks(), config.privateWebhooks());
        var clock = InstantSource.system();
        var events = config.ephemeral()
                ? parts.add(new ScratchFolder()).path()
                : config.data().resolve("call-events");
        var interactions = new CallEventFiles(events, clock);
        var webhooks = new WatchedWebhooks(parts.add(new HttpWebhooks(addresses)), interactions, metrics, clock);
        var recogniser = config.recogniser().isEmpty()
                ? null
                : parts.add(new HttpRecogniser(URI.create(config.recogniser())));
        var voice = parts.add(Voice.start(
                new VoiceConfig(
                        "local",
                        domains(config),
                        config.peers().outboundHosts(),
                        url,
                        recordings,
                        config.strictCallerId(),
                        config.ringGraceSeconds(),
                        config.callsPerSecond(),
                        false,
                        1_000,
                        SipAssembly.peering(config)),
                SipAssembly.config(config),
                new Voice.Parts(engine, media, speech, webhooks, addresses, clock, recogniser, SipAssembly.connectors(config))));
        metrics.gauge("cordboard.legs", "Legs this process holds", voice, v -> v.stage().legs().all().size());
        metrics.gauge("cordboard.media.endpoints", "Open audio endpoints", media, MediaEngine::endpointsOpen);
        metrics.gauge(
                "cordboard.media.late.ticks", "Media ticks that came more than 20 ms late", media, MediaEngine::lateTicks);
        metrics.gauge("cordboard.browser.phones", "Connected pages", voice, v -> v.browsers().connected());
        voice.texts().gateway(config.messageGateway());
        return new Running(voice, LivePorts.of(voice, interactions), parts);
    }

    private static MediaConfig media(ServerConfig config) throws SocketException {
        var ports = config.mediaPorts();
        return new MediaConfig(
                config.bind(),
                config.advertise().isAnyLocalAddress() ? localAddress() : config.advertise(),
                ports.first(),
                ports.last(),
                config.browserPort(),
                config.bind().isLoopbackAddress() ? localAddress() : null,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                LEGS_MAX,
                Duration.ofSeconds(config.rtpTimeoutSeconds()));
    }

    /// An address of a real interface: browsers do not take loopback for media.
    private static InetAddress localAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(VoiceAssembly::usable)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4)
                .findFirst()
                .orElse(InetAddress.getLoopbackAddress());
    }

    private static boolean usable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false; // an interface that vanished while we looked
        }
    }

    /// The names and addresses under which phones know this server.
    private static Set<String> domains(ServerConfig config) throws SocketException {
        var domains = new HashSet<String>();
        domains.add(config.sipDomain().toLowerCase(Locale.ROOT));
        domains.add("localhost");
        domains.add(config.advertise().getHostAddress());
        domains.add(config.bind().getHostAddress());
        if (config.bind().isAnyLocalAddress()) {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(address -> domains.add(address.getHostAddress()));
        }
        return domains;
    }
}

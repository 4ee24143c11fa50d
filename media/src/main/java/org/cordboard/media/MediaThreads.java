package org.cordboard.media;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.cordboard.media.detection.MachineDetectionSettings;
import org.cordboard.media.recording.Recording;
import org.cordboard.media.recording.RecordingSettings;
import org.cordboard.media.recording.RecordingWriter;
import org.jspecify.annotations.Nullable;

/// The engine at work: its threads, and who opens what on which of them.
final class MediaThreads implements MediaEngine {
    private final MediaConfig config;
    private final List<MediaLoop> loops = new ArrayList<>();
    private final ExecutorService listeners =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("media-listener-", 0).factory());
    private final RecordingWriter writer = new RecordingWriter(listeners);
    private final AtomicInteger nextPort;
    private final AtomicInteger open = new AtomicInteger();
    private @Nullable BrowserPort browserPort;
    private final RandomGenerator random = new SecureRandom();

    MediaThreads(MediaConfig config) {
        this.config = config;
        nextPort = new AtomicInteger(random.nextInt(1 << 16));
        for (int i = 0; i < config.threads(); i++) {
            loops.add(new MediaLoop(i));
        }
        loops.forEach(MediaLoop::start);
    }

    @Override
    public RtpEndpoint openRtp(MediaListener listener) throws IOException {
        reserve();
        try {
            return opened(UdpTransport.open(config, nextPort), listener);
        } catch (IOException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    private void reserve() throws IOException {
        if (open.incrementAndGet() > config.maxEndpoints()) {
            open.decrementAndGet();
            throw new IOException("media.max-endpoints reached: " + config.maxEndpoints() + " are open");
        }
    }

    private Endpoint opened(Transport transport, MediaListener listener) {
        var loop = leastBusy();
        var endpoint = new Endpoint(
                transport, listener, new ListenerCalls(listeners), loop, config.rtpTimeout(), random, open::decrementAndGet);
        loop.submit(() -> loop.add(endpoint));
        return endpoint;
    }

    private MediaLoop leastBusy() {
        var best = loops.getFirst();
        for (var loop : loops) {
            if (loop.load() < best.load()) {
                best = loop;
            }
        }
        return best;
    }

    @Override
    public WebRtcEndpoint openWebRtc(MediaListener listener) throws IOException {
        reserve();
        try {
            var port = browserPort();
            var transport = port.transport();
            var endpoint = new BrowserEndpoint(opened(transport, listener), transport, port.certificateFingerprint());
            transport.owner(endpoint);
            return endpoint;
        } catch (IOException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    private synchronized BrowserPort browserPort() throws IOException {
        var port = browserPort;
        if (port == null) {
            port = BrowserPort.open(config);
            browserPort = port;
        }
        return port;
    }

    @Override
    public Room openRoom(Room.Settings settings, Room.Listener listener) {
        var loop = leastBusy();
        var room = new MixingRoom(loop, settings, listener, new ListenerCalls(listeners));
        loop.submit(() -> loop.add(room));
        return room;
    }

    @Override
    public Recording record(RecordingSettings settings) throws IOException {
        return writer.open(settings);
    }

    @Override
    public CompletableFuture<Answer> detectAnswer(MediaEndpoint endpoint, MachineDetectionSettings settings) {
        var detection = new AnswerDetection(settings, new ListenerCalls(listeners));
        endpoint.tap(detection);
        return detection.answer();
    }

    @Override
    public long lateTicks() {
        return loops.stream().mapToLong(MediaLoop::lateTicks).sum();
    }

    @Override
    public int endpointsOpen() {
        return open.get();
    }

    private synchronized void closeBrowserPort() {
        if (browserPort != null) {
            browserPort.close();
        }
    }

    @Override
    public void close() {
        loops.forEach(MediaLoop::stop);
        writer.close();
        closeBrowserPort();
        listeners.close();
    }
}

package org.cordboard.server.story;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.server.phone.Ears;

/// Debian's baresip as a process of the test: registers, calls, answers by itself, says one tone, records what it hears.
final class Baresip implements AutoCloseable {
    private static final String MODULES = "/usr/lib/baresip/modules";

    private final Path folder;
    private final Process process;
    private final Socket control;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>(10_000);

    /// @param transport `udp`, `tcp`, or `tls` with protected audio and nothing else
    /// @param hertz the tone it says
    Baresip(
            Path folder,
            String user,
            InetSocketAddress server,
            String domain,
            String password,
            boolean registers,
            String transport,
            double hertz)
            throws IOException, InterruptedException {
        this.folder = folder;
        int port = FreePort.find();
        Files.createDirectories(folder.resolve("heard"));
        tone(folder.resolve("tone.wav"), hertz);
        Files.writeString(folder.resolve("config"), config(port, FreePort.find()));
        Files.writeString(
                folder.resolve("accounts"),
                "<sip:%s@%s;transport=%s>;outbound=\"sip:%s:%d;transport=%s\";auth_user=%s;auth_pass=%s;regint=%d;%saudio_codecs=pcmu;dtmfmode=rtpevent;answermode=auto%n"
                        .formatted(
                                user,
                                domain,
                                transport,
                                server.getAddress().getHostAddress(),
                                server.getPort(),
                                transport,
                                user,
                                password,
                                registers ? 60 : 0,
                                transport.equals("tls") ? "mediaenc=srtp-mand;" : ""));
        Files.writeString(folder.resolve("contacts"), "");
        process = new ProcessBuilder("baresip", "-f", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("baresip.log").toFile())
                .start();
        control = connected(port);
        Thread.ofVirtual().start(this::read);
    }

    private String config(int controlPort, int sipPort) {
        return """
                module_path %1$s
                module stdio.so
                module g711.so
                module srtp.so
                module aufile.so
                module sndfile.so
                module_app account.so
                module_app contact.so
                module_app menu.so
                module_app ctrl_tcp.so
                module_tmp uuid.so
                ctrl_tcp_listen 127.0.0.1:%2$d
                sip_listen 127.0.0.1:%3$d
                audio_source aufile,%4$s/tone.wav
                audio_player aufile,%4$s/unused.wav
                audio_alert aufile,%4$s/unused.wav
                ring_aufile none
                ringback_aufile none
                busy_aufile none
                error_aufile none
                notfound_aufile none
                snd_path %4$s/heard
                """
                .formatted(MODULES, controlPort, sipPort, folder);
    }

    /// Three minutes: baresip hangs up when its source ends.
    static void tone(Path file, double hertz) throws IOException {
        int samples = 180 * AudioSource.RATE;
        var bytes = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        bytes.putInt(AudioSource.RATE).putInt(2 * AudioSource.RATE).putShort((short) 2).putShort((short) 16);
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            bytes.putShort((short) (8_000 * Math.sin(2 * Math.PI * hertz * i / AudioSource.RATE)));
        }
        Files.write(file, bytes.array());
    }

    void dial(String target) throws IOException {
        command("dial", target);
    }

    void press(char key) throws IOException {
        command("sndcode", String.valueOf(key));
    }

    void hangUp() throws IOException {
        command("hangup", "");
    }

    private synchronized void command(String name, String parameters) throws IOException {
        var json = "{\"command\":\"%s\",\"params\":\"%s\",\"token\":\"t\"}".formatted(name, parameters);
        control.getOutputStream()
                .write((json.length() + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
        control.getOutputStream().flush();
    }

    /// It may register before anybody listens to its events, so its own log is asked.
    void awaitRegistered() {
        Centre.until("baresip to register", () -> {
            try {
                return Files.readString(folder.resolve("baresip.log")).contains("registered successfully");
            } catch (IOException e) {
                return false;
            }
        });
    }

    /// Waits for an event such as `CALL_ESTABLISHED` or `CALL_CLOSED`.
    void await(String event, Duration patience) throws InterruptedException, IOException {
        long limit = System.nanoTime() + patience.toNanos();
        while (true) {
            var seen = events.poll(Math.max(0, limit - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (seen == null) {
                throw new AssertionError("baresip did not report " + event + " within " + patience.toSeconds()
                        + " s:\n" + Files.readString(folder.resolve("baresip.log")));
            }
            if (seen.contains("\"" + event + "\"")) {
                return;
            }
        }
    }

    /// Nothing of what it heard so far counts any more.
    void forget() throws IOException {
        try (var files = Files.list(folder.resolve("heard"))) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /// The longest stretch, in tenths of a second, in which a tone dominated what it heard.
    int tenthsOfTone(double hertz) {
        int best = 0;
        try (var files = Files.list(folder.resolve("heard"))) {
            for (var file : files.filter(name -> name.toString().endsWith("-dec.wav")).toList()) {
                best = Math.max(best, tenthsIn(file, hertz));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return best;
    }

    /// The same of one file, which may not be there yet.
    static int tenthsIn(Path file, double hertz) {
        try {
            return Files.exists(file) ? tenths(file, hertz) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int tenths(Path file, double hertz) throws IOException {
        var samples = samples(Files.readAllBytes(file));
        int step = AudioSource.RATE / 10;
        int run = 0;
        int best = 0;
        for (int at = 0; at + step <= samples.length; at += step) {
            run = dominates(samples, at, step, hertz) ? run + 1 : 0;
            best = Math.max(best, run);
        }
        return best;
    }

    /// Of a file that may still grow, whose header does not yet tell its length: 16-bit samples follow 44 bytes.
    private static short[] samples(byte... wave) {
        var samples = new short[Math.max(0, wave.length - 44) / 2];
        if (samples.length > 0) {
            ByteBuffer.wrap(wave, 44, 2 * samples.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
        }
        return samples;
    }

    private static boolean dominates(short[] samples, int from, int count, double hertz) {
        var part = Arrays.copyOfRange(samples, from, from + count);
        double energy = 0;
        for (var sample : part) {
            energy += (double) sample * sample;
        }
        return energy / count > 100 * 100 && Ears.share(hertz, part) > 0.5;
    }

    private void read() {
        try {
            InputStream in = control.getInputStream();
            while (true) {
                int length = 0;
                for (int c = in.read(); c != ':'; c = in.read()) {
                    if (c < 0) {
                        return;
                    }
                    length = 10 * length + c - '0';
                }
                events.offer(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                in.skipNBytes(1);
            }
        } catch (IOException e) {
            events.offer("gone");
        }
    }

    private static Socket connected(int port) throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                if (i == 300) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

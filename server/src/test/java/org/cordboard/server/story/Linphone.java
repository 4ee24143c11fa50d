package org.cordboard.server.story;

import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Debian's linphonec as a process of the test, with files for a sound card: registers, calls, answers by itself, says one
/// tone, records what it hears.
final class Linphone implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final Writer keyboard;
    private Path heard;
    private int records;

    Linphone(Path folder, String user, InetSocketAddress server, String domain, String password, double hertz)
            throws IOException {
        this(folder, user, server, domain, password, "udp", hertz);
    }

    /// @param transport `udp`, or `tls` with protected audio and nothing else
    /// @param hertz the tone it says
    Linphone(
            Path folder,
            String user,
            InetSocketAddress server,
            String domain,
            String password,
            String transport,
            double hertz)
            throws IOException {
        boolean secure = transport.equals("tls");
        this.folder = folder;
        this.heard = folder;
        // Without this folder it complains about its contact database, and does not stop there.
        Files.createDirectories(folder.resolve(".local/share/linphone"));
        Baresip.tone(folder.resolve("tone.wav"), hertz);
        Files.writeString(
                folder.resolve("rc"),
                """
                [sip]
                guess_hostname=0
                use_ipv6=0
                sip_tls_port=%8$d
                verify_server_certs=0
                verify_server_cn=0
                media_encryption=%9$s
                media_encryption_mandatory=%10$d
                default_proxy=0
                register_only_when_network_is_up=0
                [net]
                mtu=1300
                [rtp]
                audio_rtp_port=%1$d
                symmetric=1
                [auth_info_0]
                username=%2$s
                passwd=%3$s
                realm=%4$s
                [proxy_0]
                reg_proxy=<sip:%5$s:%6$d;transport=%7$s>
                reg_identity=<sip:%2$s@%4$s>
                reg_expires=600
                reg_sendregister=1
                """
                        .formatted(
                                FreePort.find(), user, password, domain, server.getAddress().getHostAddress(), server.getPort(),
                                transport, secure ? -1 : 0, secure ? "srtp" : "none", secure ? 1 : 0));
        var builder = new ProcessBuilder("linphonec", "-c", folder.resolve("rc").toString(), "-a", "-S", "-d", "6")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("HOME", folder.toString());
        process = builder.start();
        keyboard = process.outputWriter(StandardCharsets.UTF_8);
        awaits("linphonec>");
        type("soundcard use files");
        type("play " + folder.resolve("tone.wav"));
        forget();
        // Of its settings it takes the port only when told so; then it registers.
        if (!secure) {
            type("ports sip " + FreePort.find());
        }
    }

    private void type(String command) throws IOException {
        keyboard.write(command + "\n");
        keyboard.flush();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private void awaits(String text) {
        try {
            Centre.until("linphonec to say '" + text + "'", () -> log().contains(text));
        } catch (AssertionError e) {
            var log = log();
            throw new AssertionError(e.getMessage() + "\n" + log.substring(Math.max(0, log.length() - 8_000)), e);
        }
    }

    void awaitRegistered() {
        awaits("to [LinphoneRegistrationOk]");
    }

    void awaitTalking() {
        awaits("LinphoneCallStreamsRunning");
    }

    void awaitEnd() {
        awaits("LinphoneCallEnd");
    }

    void dial(String target) throws IOException {
        type("call " + target);
    }

    void hangUp() throws IOException {
        type("terminate");
    }

    /// Nothing of what it heard so far counts any more.
    void forget() throws IOException {
        heard = folder.resolve("heard-" + ++records + ".wav");
        type("record " + heard);
    }

    /// The longest stretch, in tenths of a second, in which a tone dominated what it heard.
    int tenthsOfTone(double hertz) {
        return Baresip.tenthsIn(heard, hertz);
    }

    @Override
    public void close() throws IOException {
        try {
            type("quit");
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroy();
            }
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            process.destroyForcibly(); // it had gone by itself
        }
        keyboard.close();
    }
}

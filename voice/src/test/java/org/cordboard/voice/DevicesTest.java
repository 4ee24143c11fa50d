package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.sid.CredentialSid;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// User agents that we did not write; each test needs its program installed.
@Timeout(60)
class DevicesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path MODULES = Path.of("/usr/lib/baresip/modules");

    private House house;
    private Path folder;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        folder = Files.createTempDirectory("device");
    }

    @AfterEach
    void tearDown() throws IOException {
        house.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void baresipRegistersRingsAnswersAndIsHeard() throws Exception {
        assumeTrue(Files.isDirectory(MODULES), "baresip is not installed");
        var sid = new CredentialSid("CR" + "9".repeat(32));
        house.put(new SipCredential(sid, house.account.sid(), null, "alice", "Secret123456", Instant.now(), Instant.now()));
        tone(folder.resolve("in.wav"), 1_000);
        Files.writeString(folder.resolve("config"), """
                module_path %1$s
                module stdio.so
                module g711.so
                module aufile.so
                module_app account.so
                module_app contact.so
                module_app menu.so
                module_tmp uuid.so
                sip_listen 127.0.0.1:0
                audio_source aufile,%2$s/in.wav
                audio_player aufile,%2$s/unused.wav
                audio_alert aufile,%2$s/unused.wav
                ring_aufile none
                ringback_aufile none
                busy_aufile none
                error_aufile none
                notfound_aufile none
                """.formatted(MODULES, folder));
        Files.writeString(
                folder.resolve("accounts"),
                ("<sip:alice@127.0.0.1:%d;transport=udp>;auth_user=alice;"
                                + "auth_pass=Secret123456;regint=60;audio_codecs=pcmu;dtmfmode=rtpevent;answermode=auto\n")
                        .formatted(house.sip().getPort()));
        house.answers("<Response><Dial timeout='20'><Client>alice</Client></Dial></Response>");
        var baresip = new ProcessBuilder("baresip", "-f", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try (var caller = new TestPhone("+15557770001")) {
            assertTrue(
                    Ears.within(
                            SOON,
                            () -> !house.voice.sip().registrar().bindings().isEmpty()),
                    () -> "registered\n" + log());
            var call = caller.call(house.sip(), House.NUMBER);
            call.sing(440);
            assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000)), () -> "heard\n" + log());
            call.hangUp();
            house.eventually(Call.class, c -> c.to().equals("client:alice") && c.status() == CallStatus.COMPLETED);
        } finally {
            baresip.destroy();
            if (!baresip.waitFor(3, TimeUnit.SECONDS)) {
                baresip.destroyForcibly();
            }
        }
    }

    @Test
    void twentyCallsOfSippAreAnsweredWithoutAFailure() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sipp")), "sipp is not installed");
        house.answers("<Response><Say>Hello</Say><Pause length='30'/></Response>");
        var sipp = new ProcessBuilder(
                        "sipp",
                        "-sn",
                        "uac",
                        "-s",
                        "+15550001000",
                        "-i",
                        "127.0.0.1",
                        "-mi",
                        "127.0.0.1",
                        "-m",
                        "20",
                        "-r",
                        "20",
                        "-d",
                        "300",
                        "-nostdin",
                        "127.0.0.1:" + house.sip().getPort())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            assertTrue(sipp.waitFor(30, TimeUnit.SECONDS), () -> "sipp hangs\n" + log());
            assertEquals(0, sipp.exitValue(), this::log);
        } finally {
            sipp.destroyForcibly();
        }
        assertTrue(Ears.within(
                SOON,
                () -> house.calls().size() == 20
                        && house.calls().stream().allMatch(c -> c.status() == CallStatus.COMPLETED)));
        assertEquals(0, house.voice.sip().dialogs());
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// One minute: baresip hangs up at the end of its file.
    private static void tone(Path file, double hertz) throws IOException {
        int samples = 60 * 8_000;
        var wav = ByteBuffer.allocate(44 + samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples * 2);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(8_000)
                .putInt(16_000)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples * 2);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) (10_000 * Math.sin(2 * Math.PI * hertz * i / 8_000)));
        }
        Files.write(file, wav.array());
    }
}

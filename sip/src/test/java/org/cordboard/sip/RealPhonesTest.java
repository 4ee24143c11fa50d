package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.sdp.AudioTerms;
import org.cordboard.sip.sdp.Direction;
import org.cordboard.sip.sdp.Sdp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stack against sipp and baresip as they come from the distribution.
@Timeout(60)
class RealPhonesTest {
    private static final AudioTerms TERMS = AudioTerms.g711("127.0.0.1", 45_000, 5);

    @TempDir
    private Path directory;

    private final AtomicInteger canceled = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final SipStack stack = SipStack.start(
            SipConfig.on(new InetSocketAddress("127.0.0.1", 0)),
            this::onInvite,
            Registrar.Settings.of(
                    domain -> Optional.of("phones.example"),
                    (realm, user) -> user.equals("dave")
                            ? Optional.of(DigestSecret.ofPassword(realm, user, "Secret12345"))
                            : Optional.empty()));

    @AfterEach
    void close() {
        stack.close();
    }

    private void onInvite(InboundInvite invite) {
        invite.onCancel(canceled::incrementAndGet);
        invite.ring();
        boolean onlyRing =
                invite.request().uri() instanceof SipUri uri && uri.user().equals(Optional.of("ring"));
        if (!onlyRing) {
            invite.answer(answerTo(invite.sdp().orElseThrow()), new DialogHandler() {
                @Override
                public void onOffer(Dialog dialog, Offer offer) {
                    offer.answer(answerTo(offer.sdp().orElseThrow()));
                }

                @Override
                public void onEnded(Dialog dialog, DialogEnd end) {
                    ended.incrementAndGet();
                }
            });
        }
    }

    private static String answerTo(String offer) {
        try {
            return TERMS.answer(Sdp.parse(offer)).orElseThrow().sdp().toString();
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private Program sipp(String... options) throws IOException {
        int port = stack.address(Transport.UDP).orElseThrow().getPort();
        List<String> command = new ArrayList<>(List.of("sipp", "-i", "127.0.0.1", "-p", "" + Program.freePort()));
        command.addAll(List.of("-nostdin", "-timeout", "30", "-timeout_error"));
        command.addAll(List.of(options));
        command.add("127.0.0.1:" + port);
        return Program.start(directory, command);
    }

    private static String scenario(String name) {
        try {
            return Path.of(RealPhonesTest.class.getResource("/sipp/" + name).toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "t1"})
    void sippCallsAreAnsweredAndEnd(String transport) throws Exception {
        try (Program calls = sipp("-sn", "uac", "-m", "200", "-r", "200", "-t", transport)) {
            calls.expectSuccess(40);
        }
        Signals.until("all calls ended", () -> ended.get() == 200 && stack.dialogs() == 0);
        // Two hundred calls that we could not read would be hundreds; a stray packet for a port's former owner is one.
        assertTrue(stack.counters().malformed() < 10, () -> stack.counters().toString());
    }

    @Test
    void sippRegistersWithDigestAndIsFound() throws Exception {
        try (Program phone = sipp("-sf", scenario("register.xml"), "-m", "1")) {
            phone.expectSuccess(30);
        }
        List<Binding> found = stack.registrar().lookup(new AddressOfRecord("dave", "phones.example"));
        assertEquals(1, found.size());
        assertEquals(Transport.UDP, found.getFirst().flow().transport());
    }

    @Test
    void sippGivesUpWhileItRings() throws Exception {
        try (Program phone = sipp("-sf", scenario("cancel.xml"), "-m", "5")) {
            phone.expectSuccess(30);
        }
        Signals.until("five calls canceled", () -> canceled.get() == 5);
        assertEquals(0, stack.dialogs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "t1"})
    void sippHoldsAndHangsUp(String transport) throws Exception {
        try (Program phone = sipp("-sf", scenario("hold.xml"), "-m", "3", "-t", transport)) {
            phone.expectSuccess(30);
        }
        Signals.until("calls ended", () -> ended.get() == 3);
    }

    @Test
    void sippAnswersOurCalls() throws Exception {
        int port = Program.freePort();
        var signals = new Signals();
        List<String> command = List.of("sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", "" + port, "-nostdin", "-m", "1");
        try (Program phone = Program.start(directory, command)) {
            call(SipUri.of("uas", "127.0.0.1", port), signals);
            Dialog dialog = signals.next(Dialog.class);
            dialog.bye();
            assertInstanceOf(DialogEnd.LocalBye.class, signals.next(DialogEnd.class));
            phone.expectSuccess(20);
        }
    }

    private void call(SipUri target, Signals signals) {
        var from = NameAddress.of("Board", SipUri.of("board", "127.0.0.1", 0));
        stack.invite(OutboundInvite.to(target, from).withSdp(TERMS.offer().toString()), recordInto(signals));
    }

    private static OutboundHandler recordInto(Signals signals) {
        return new OutboundHandler() {
            @Override
            public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                signals.add(dialog);
                return new DialogHandler() {
                    @Override
                    public void onEnded(Dialog over, DialogEnd end) {
                        signals.add(end);
                    }
                };
            }

            @Override
            public void onFailed(CallFailure failure) {
                signals.add(failure);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void baresipRegistersIsCalledHeldAndHungUp(String transport) throws Exception {
        Path configuration = baresip(transport);
        var dave = new AddressOfRecord("dave", "127.0.0.1");
        try (Program phone = Program.start(directory, List.of("baresip", "-f", configuration.toString()))) {
            Signals.until(
                    "baresip registered", () -> !stack.registrar().lookup(dave).isEmpty());
            Binding binding = stack.registrar().lookup(dave).getFirst();
            assertTrue(binding.userAgent().startsWith("baresip"), binding.userAgent());
            var signals = new Signals();
            var from = NameAddress.of("Board", SipUri.of("board", "127.0.0.1", 0));
            stack.invite(OutboundInvite.to(binding, from).withSdp(TERMS.offer().toString()), recordInto(signals));
            Dialog dialog = signals.next(Dialog.class);
            String hold = TERMS.withDirection(Direction.SENDONLY).offer().toString();
            var held = dialog.reinvite(hold).join();
            assertEquals(200, held.status());
            assertTrue(held.sdp().orElse("").contains("a=recvonly"), held.sdp().orElse(""));
            assertEquals(200, dialog.reinvite(TERMS.offer().toString()).join().status());
            dialog.bye();
            assertInstanceOf(DialogEnd.LocalBye.class, signals.next(DialogEnd.class));
            assertTrue(phone.running());
        }
        Signals.until(
                "baresip unregistered", () -> stack.registrar().lookup(dave).isEmpty());
    }

    private Path baresip(String transport) throws IOException {
        int port = stack.address(Transport.UDP).orElseThrow().getPort();
        Path configuration = Files.createDirectory(directory.resolve("baresip"));
        Files.write(configuration.resolve("in.wav"), silence(60));
        Files.writeString(configuration.resolve("config"), """
                module_path /usr/lib/baresip/modules
                module g711.so
                module aufile.so
                module_app account.so
                module_app contact.so
                module_app menu.so
                module_tmp uuid.so
                sip_listen 127.0.0.1:%d
                audio_source aufile,%s/in.wav
                audio_player aufile,%s/unused.wav
                audio_alert aufile,%s/unused.wav
                ring_aufile none
                """.formatted(
                        Program.freePort(), configuration, configuration, configuration));
        Files.writeString(
                configuration.resolve("accounts"),
                "<sip:dave@127.0.0.1:%d;transport=%s>;auth_user=dave;auth_pass=Secret12345;regint=60;audio_codecs=pcmu;answermode=auto\n"
                        .formatted(port, transport));
        Files.writeString(configuration.resolve("contacts"), "");
        return configuration;
    }

    /// A WAV file of nothing, 8 kHz mono.
    private static byte[] silence(int seconds) {
        int bytes = seconds * 16_000;
        ByteBuffer out = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes()).putInt(36 + bytes).put("WAVEfmt ".getBytes()).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
        out.putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(bytes);
        return out.array();
    }
}

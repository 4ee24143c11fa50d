package org.cordboard.sip.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The 49 messages of RFC 4475, and damaged variants of them.
public class TortureTest {
    public static final List<String> ALL = List.of(
            "wsinv",
            "intmeth",
            "esc01",
            "escnull",
            "esc02",
            "lwsdisp",
            "longreq",
            "dblreq",
            "semiuri",
            "transports",
            "mpart01",
            "unreason",
            "noreason",
            "badinv01",
            "clerr",
            "ncl",
            "scalar02",
            "scalarlg",
            "quotbal",
            "ltgtruri",
            "lwsruri",
            "lwsstart",
            "trws",
            "escruri",
            "baddate",
            "regbadct",
            "badaspec",
            "baddn",
            "badvers",
            "mismatch01",
            "mismatch02",
            "bigcode",
            "badbranch",
            "insuf",
            "unkscm",
            "novelsc",
            "unksm2",
            "bext01",
            "invut",
            "regaut01",
            "multi01",
            "mcl01",
            "bcast",
            "zeromf",
            "cparam01",
            "cparam02",
            "regescrt",
            "sdp01",
            "inv2543");

    public static byte[] bytes(String name) {
        try (InputStream in = TortureTest.class.getResourceAsStream("/messages/" + name + ".dat")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SipMessage parsed(String name) {
        return assertInstanceOf(ParseResult.Parsed.class, MessageParser.parse(bytes(name)), name)
                .message();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wsinv",
                "intmeth",
                "esc01",
                "escnull",
                "esc02",
                "lwsdisp",
                "longreq",
                "dblreq",
                "semiuri",
                "transports",
                "mpart01",
                "unreason",
                "noreason",
                "escruri",
                "baddate",
                "badbranch",
                "unkscm",
                "novelsc",
                "unksm2",
                "bext01",
                "invut",
                "regaut01",
                "bcast",
                "zeromf",
                "cparam01",
                "cparam02",
                "regescrt",
                "sdp01",
                "inv2543"
            })
    void whatIsLegalIsReadAndWrittenSoThatItReadsTheSame(String name) {
        SipMessage first = parsed(name);
        var again = assertInstanceOf(ParseResult.Parsed.class, MessageParser.parse(MessageWriter.bytes(first)));
        assertEquals(
                first.headers().without("Content-Length"),
                again.message().headers().without("Content-Length"));
        assertArrayEquals(first.body(), again.message().body());
    }

    @ParameterizedTest
    @CsvSource({
        "badinv01, 400", "clerr, 400", "ncl, 400", "scalar02, 400", "quotbal, 400", "ltgtruri, 400", "lwsruri, 400",
        "lwsstart, 400", "trws, 400", "regbadct, 400", "badaspec, 400", "baddn, 400", "badvers, 505", "mismatch01, 400",
        "mismatch02, 400", "multi01, 400", "mcl01, 400", "insuf, 400"
    })
    void brokenRequestsAreRefused(String name, int status) {
        var refused = assertInstanceOf(ParseResult.Refused.class, MessageParser.parse(bytes(name)), name);
        assertEquals(status, refused.status(), refused.problem());
        var answer = MessageParser.parse(MessageWriter.bytes(refused.answer("x")));
        assertTrue(answer instanceof ParseResult.Parsed || answer instanceof ParseResult.Unreadable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalarlg", "bigcode"})
    void brokenResponsesAreDropped(String name) {
        assertInstanceOf(ParseResult.Unreadable.class, MessageParser.parse(bytes(name)));
    }

    @Test
    void anotherVersionIsNamedWhereTheViaCanBeRead() {
        String text = new String(bytes("lwsdisp")).replace("user@example.com SIP/2.0", "user@example.com SIP/7.0");
        assertEquals(
                505,
                assertInstanceOf(ParseResult.Refused.class, MessageParser.parse(text.getBytes()))
                        .status());
    }

    @Test
    void oddSpacingKeepsItsMeaning() {
        var invite = (SipRequest) parsed("wsinv");
        assertEquals("1918181833n", invite.toTag().orElseThrow());
        assertEquals("J Rosenberg \\\"", invite.from().displayName());
        assertEquals(9, invite.cseq().number());
        assertEquals("192.0.2.2", invite.via().host());
        assertEquals(3, invite.headers().values("Via").size());
        assertEquals(
                Optional.of("newfangled value continued newfangled value"),
                invite.headers().first("newfangledheader"));
        assertEquals("Quoted string \"\"", invite.contact().orElseThrow().displayName());
        assertEquals(150, invite.sdp().orElseThrow().length());
    }

    @Test
    void escapesStayAsWrittenAndDecodeOnce() {
        var invite = (SipRequest) parsed("esc01");
        assertEquals(Optional.of("sips:user@example.com"), ((SipUri) invite.uri()).user());
        assertEquals(Optional.of("user"), ((SipUri) invite.to().uri()).user());
        assertEquals("sip:sips%3Auser%40example.com@example.net", invite.uri().toString());
        assertEquals("RE%47IST%45R", ((SipRequest) parsed("esc02")).method());
        assertEquals(2, parsed("esc02").headers().values("Contact").size());
        assertEquals(
                Optional.of("null-\0-null"), ((SipUri) parsed("escnull").to().uri()).user());
    }

    @Test
    void unusualCharactersSurvive() {
        var request = (SipRequest) parsed("intmeth");
        assertEquals("BEL:\u0007 NUL:\0 DEL:\u007f", request.to().displayName());
        assertEquals("token1~` token2'+_ token3*%!.-", request.from().displayName());
        assertEquals(Optional.of("работающий"), request.from().parameters().get("fromParam''~+*_!.-%".toLowerCase()));
    }

    @Test
    void aDatagramEndsWhereContentLengthSays() {
        assertEquals("REGISTER", ((SipRequest) parsed("dblreq")).method());
        assertEquals(0, parsed("dblreq").body().length);
    }

    @Test
    void semicolonsInTheUserBelongToTheUser() {
        var uri = (SipUri) ((SipRequest) parsed("semiuri")).uri();
        assertEquals("example.com", uri.host());
        assertEquals(Optional.of("user;par=u@example.net"), uri.user());
    }

    @Test
    void theWholeListIsHere() {
        assertEquals(49, ALL.size());
        ALL.forEach(name -> assertTrue(bytes(name).length > 100, name));
    }

    @Test
    void damagedMessagesGiveAResultAndNothingElse() {
        long seed = 4_475;
        var random = new Random(seed);
        int parsed = 0;
        for (int round = 0; round < 40_000; round++) {
            byte[] message = damaged(bytes(ALL.get(round % ALL.size())), random);
            try {
                if (MessageParser.parse(message) instanceof ParseResult.Parsed(SipMessage read)) {
                    parsed++;
                    touch(read);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
        assertTrue(parsed > 1_000 && parsed < 39_000, "damage must neither spare nor kill everything: " + parsed);
    }

    /// All that the stack relies on for a parsed message.
    private static void touch(SipMessage read) {
        read.via();
        read.from();
        read.to();
        read.cseq();
        read.callId();
        read.contact();
        read.sdp();
        MessageWriter.bytes(read);
        if (read instanceof SipRequest request) {
            SipResponse.to(request, 200, "tag");
        }
    }

    /// Up to four random damages.
    public static byte[] damaged(byte[] original, Random random) {
        byte[] message = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(message.length);
            switch (random.nextInt(4)) {
                case 0 -> message[at] = (byte) random.nextInt(256);
                case 1 -> message[at] = (byte) ":;,<>\"@= \r\n\\%".charAt(random.nextInt(13));
                case 2 -> message = Arrays.copyOf(message, Math.max(1, at));
                default -> {
                    int from = random.nextInt(message.length);
                    System.arraycopy(
                            message, from, message, at, Math.min(message.length - from, message.length - at) / 4);
                }
            }
        }
        return message;
    }

    @Test
    void streamsAreCutWhereverTheyAreSplit() {
        long seed = 1_830;
        var random = new Random(seed);
        byte[] one = MessageWriter.bytes(parsed("wsinv"));
        var framer = new StreamFramer(65_536);
        byte[] stream = new byte[one.length * 20 + 40];
        int length = 0;
        for (int i = 0; i < 20; i++) {
            System.arraycopy(one, 0, stream, length, one.length);
            length += one.length;
            System.arraycopy("\r\n\r\n".getBytes(), 0, stream, length, i % 2 * 4);
            length += i % 2 * 4;
        }
        int messages = 0;
        int pings = 0;
        for (int at = 0; at < length; ) {
            int count = Math.min(length - at, random.nextInt(1, 700));
            framer.feed(stream, at, count);
            at += count;
            for (var frame = framer.next(); frame != null; frame = framer.next()) {
                switch (frame) {
                    case StreamFramer.Frame.Message(byte[] bytes) -> {
                        assertArrayEquals(one, bytes, "seed " + seed);
                        messages++;
                    }
                    case StreamFramer.Frame.Ping _ -> pings++;
                    case StreamFramer.Frame.Broken(byte[] _, String problem) -> throw new AssertionError(problem);
                }
            }
        }
        assertEquals(20, messages);
        assertEquals(10, pings);
    }

    @Test
    void aMessageSplitAnywhereIsPutTogether() {
        for (String name : ALL) {
            byte[] message = bytes(name);
            var whole = new StreamFramer(65_536);
            whole.feed(message, 0, message.length);
            List<String> expected = frames(whole);
            for (int split = 1; split < message.length; split++) {
                var framer = new StreamFramer(65_536);
                framer.feed(message, 0, split);
                List<String> seen = frames(framer);
                if (seen.isEmpty() || !seen.getLast().startsWith("Broken")) {
                    framer.feed(message, split, message.length - split);
                    seen.addAll(frames(framer));
                }
                assertEquals(expected, seen, name + " split at " + split);
            }
        }
    }

    private static List<String> frames(StreamFramer framer) {
        var found = new ArrayList<String>();
        for (var frame = framer.next(); frame != null; frame = framer.next()) {
            found.add(
                    switch (frame) {
                        case StreamFramer.Frame.Message(byte[] bytes) -> "Message " + Arrays.hashCode(bytes);
                        case StreamFramer.Frame.Ping _ -> "Ping";
                        case StreamFramer.Frame.Broken(byte[] head, String _) -> "Broken " + Arrays.hashCode(head);
                    });
            if (frame instanceof StreamFramer.Frame.Broken) {
                break;
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Content-Length: -1\r\n", "Content-Length: 99999999\r\n", "Content-Length: 1\r\nl: 2\r\n"})
    void aStreamWithoutUsableLengthIsGivenUp(String length) {
        var framer = new StreamFramer(65_536);
        byte[] bytes = ("OPTIONS sip:a SIP/2.0\r\n" + length + "\r\n").getBytes();
        framer.feed(bytes, 0, bytes.length);
        assertInstanceOf(StreamFramer.Frame.Broken.class, framer.next());
    }
}

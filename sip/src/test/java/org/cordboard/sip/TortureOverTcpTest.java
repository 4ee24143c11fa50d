package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.sip.message.StreamFramer;
import org.cordboard.sip.message.TortureTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every message of RFC 4475 but dblreq (octets behind a message in a datagram) on a TCP connection of its own to a
/// whole endpoint: answered there; where the stream cannot be followed any further (sections 3.1.2.3 and 3.3.9) the
/// message is refused and the connection closed.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureOverTcpTest {
    private static final int LIMIT_MILLIS = 20_000;
    private static final int NOTHING_MORE_MILLIS = 300;

    private SipStack stack;
    private int pings;

    @BeforeAll
    void start() {
        stack = TortureOverSocketsTest.endpoint(new Signals(), new Signals());
    }

    @AfterAll
    void close() {
        stack.close();
    }

    private Socket connected(int patienceMillis) throws IOException {
        var to = stack.address(Transport.TCP).orElseThrow();
        var connection = new Socket(to.getAddress(), to.getPort());
        connection.setSoTimeout(patienceMillis);
        return connection;
    }

    /// What came back: final answers to the message, and whether the ping sent behind it was answered.
    private static final class Answers {
        final List<Integer> statuses = new ArrayList<>();
        boolean pong;
        String end = "open";

        void take(byte[] bytes) {
            String answer = new String(bytes, StandardCharsets.UTF_8);
            if (TortureOverSocketsTest.callId(answer).startsWith("ping")) {
                pong = true;
            } else if (TortureOverSocketsTest.status(answer) >= 200) {
                statuses.add(TortureOverSocketsTest.status(answer));
            }
        }
    }

    private static Answers read(Socket connection, int expected, boolean open) throws IOException {
        var answers = new Answers();
        var framer = new StreamFramer(65_536);
        byte[] buffer = new byte[65_536];
        while (!open || !answers.pong || answers.statuses.size() < expected) {
            int count;
            try {
                count = connection.getInputStream().read(buffer);
            } catch (SocketTimeoutException e) {
                answers.end = "waiting";
                return answers;
            }
            if (count < 0) {
                answers.end = "closed";
                return answers;
            }
            framer.feed(buffer, 0, count);
            for (var frame = framer.next(); frame != null; frame = framer.next()) {
                if (frame instanceof StreamFramer.Frame.Message(byte[] bytes)) {
                    answers.take(bytes);
                }
            }
        }
        return answers;
    }

    @ParameterizedTest
    @CsvSource({
        "wsinv, 481, open",
        "intmeth, 501, open",
        "esc01, 480, open",
        "escnull, 401, open",
        "esc02, 501, open",
        "lwsdisp, 200, open",
        "longreq, 480, open",
        "semiuri, 200, open",
        "transports, 200, open",
        "mpart01, 202, open",
        "unreason, '', open",
        "noreason, '', open",
        "badinv01, 400, open",
        "clerr, '', waiting",
        "ncl, 400, closed",
        "scalar02, 400, open",
        "scalarlg, '', open",
        "quotbal, 400, open",
        "ltgtruri, 400, open",
        "lwsruri, 400, open",
        "lwsstart, 400, open",
        "trws, 400, open",
        "escruri, 480, open",
        "baddate, 480, open",
        "regbadct, 400, open",
        "badaspec, 400, open",
        "baddn, 400, open",
        "badvers, 505, open",
        "mismatch01, 400, open",
        "mismatch02, 400, open",
        "bigcode, '', open",
        "badbranch, 200, open",
        "insuf, 400, open",
        "unkscm, 416, open",
        "novelsc, 416, open",
        "unksm2, 400, open",
        "bext01, 420, open",
        "invut, 415, open",
        "regaut01, 401, open",
        "multi01, 400, open",
        "mcl01, 400, closed",
        "bcast, '', open",
        "zeromf, 200, open",
        "cparam01, 401, open",
        "cparam02, 401, open",
        "regescrt, 401, open",
        "sdp01, 406, open",
        "inv2543, 400, closed"
    })
    void eachMessageIsTreatedAsItsSectionSays(String name, String statuses, String end) throws Exception {
        List<Integer> expected = statuses.isEmpty()
                ? List.of()
                : List.of(statuses.split(" ")).stream().map(Integer::valueOf).toList();
        try (Socket connection = connected(end.equals("waiting") ? NOTHING_MORE_MILLIS : LIMIT_MILLIS)) {
            connection.getOutputStream().write(TortureTest.bytes(name));
            if (name.equals("baddn")) {
                connection.getOutputStream().write("\r\n".getBytes(StandardCharsets.UTF_8)); // it ends without one
            }
            if (!end.equals("closed")) {
                byte[] ping = TortureOverSocketsTest.ping(++pings).getBytes(StandardCharsets.UTF_8);
                connection.getOutputStream().write(ping);
            }
            Answers answers = read(connection, expected.size(), end.equals("open"));
            assertEquals(expected + " " + end, answers.statuses + " " + answers.end);
        }
    }

    @Test
    void oneByteAtATimeIsAsGoodAsAllAtOnce() throws Exception {
        String text = TortureOverSocketsTest.ping(0) + "\r\n\r\n" + TortureOverSocketsTest.ping(1);
        try (Socket connection = connected(LIMIT_MILLIS)) {
            connection.setTcpNoDelay(true);
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                connection.getOutputStream().write(b);
            }
            var framer = new StreamFramer(65_536);
            byte[] buffer = new byte[4_096];
            for (int answers = 0; answers < 2; ) {
                framer.feed(buffer, 0, Math.max(0, connection.getInputStream().read(buffer)));
                for (var frame = framer.next(); frame != null; frame = framer.next()) {
                    answers += frame instanceof StreamFramer.Frame.Message ? 1 : 0;
                }
            }
        }
    }
}

package org.cordboard.server.story;

import static org.cordboard.server.story.Centre.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cordboard.server.config.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The trunks of the settings file against carriers that are programs of others (F124): one wants a registration and then
/// goes out of business, one is overloaded, one takes the call.
class RealTrunksIT {
    private static final String PASSWORD = "carrier-secret";

    /// Challenges a registration, judges the answer by its own digest, takes it, and ends.
    private static final String REGISTRAR =
            """
            <scenario name="registrar">
              <recv request="REGISTER"/>
              <send><![CDATA[
            SIP/2.0 401 Unauthorized
            [last_Via:]
            [last_From:]
            [last_To:];tag=[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            WWW-Authenticate: Digest realm="carrier", nonce="4711", algorithm=MD5, qop="auth"
            Content-Length: 0

              ]]></send>
              <recv request="REGISTER">
                <action><verifyauth assign_to="right" username="us" password="carrier-secret"/></action>
              </recv>
              <nop hide="true" test="right" next="1"/>
              <nop><action><error message="the digest is wrong"/></action></nop>
              <label id="1"/>
              <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:];tag=[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            [last_Contact:];expires=600
            Content-Length: 0

              ]]></send>
            </scenario>
            """;

    /// Refuses one call.
    private static final String OVERLOADED =
            """
            <scenario name="overloaded">
              <recv request="INVITE"/>
              <send retrans="500"><![CDATA[
            SIP/2.0 503 Service Unavailable
            [last_Via:]
            [last_From:]
            [last_To:];tag=[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

              ]]></send>
              <recv request="ACK"/>
            </scenario>
            """;

    @TempDir
    Path data;

    private final List<Process> programs = new ArrayList<>();

    @AfterEach
    void stop() {
        programs.forEach(Process::destroyForcibly);
    }

    private Process sipp(int port, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                "sipp", "-i", "127.0.0.1", "-p", Integer.toString(port), "-m", "1", "-nostdin", "-timeout", "100"));
        command.addAll(List.of(options));
        var program = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve(port + ".out").toFile())
                .start();
        programs.add(program);
        return program;
    }

    private String scenario(String name, String text) throws IOException {
        return Files.writeString(data.resolve(name + ".xml"), "<?xml version=\"1.0\"?>\n" + text).toString();
    }

    private void ends(Process program, int port) throws Exception {
        assertTrue(program.waitFor(60, TimeUnit.SECONDS), "still running");
        assertEquals(0, program.exitValue(), Files.readString(data.resolve(port + ".out")));
    }

    @Test
    @Timeout(180)
    void aCarrierTakesOurRegistrationAndACallFindsTheOneThatIsLeft() throws Exception {
        int gone = FreePort.find();
        int overloaded = FreePort.find();
        int good = FreePort.find();
        var registrar = sipp(gone, "-sf", scenario("registrar", REGISTRAR));
        var refuses = sipp(overloaded, "-sf", scenario("overloaded", OVERLOADED));
        var answers = sipp(good, "-sn", "uas");
        var trunks = Files.writeString(
                data.resolve("trunks.json"),
                """
                [{"name": "gone", "uri": "sip:us@127.0.0.1:%d", "password": "%s", "register": true, "priority": 1},
                 {"name": "overloaded", "uri": "sip:127.0.0.1:%d", "priority": 2},
                 {"name": "good", "uri": "sip:127.0.0.1:%d", "priority": 3}]
                """.formatted(gone, PASSWORD, overloaded, good));
        try (var centre = new Centre(data.resolve("data"), Map.of(Setting.SIP_TRUNKS, trunks.toString()))) {
            ends(registrar, gone);
            var account = "/2010-04-01/Accounts/" + centre.connection().accountSid();
            var call = centre.api()
                    .post(
                            account + "/Calls.json",
                            Map.of(
                                    "To", "+4930123456",
                                    "From", centre.connection().demoNumber(),
                                    "Twiml", "<Response><Pause length=\"1\"/><Hangup/></Response>"))
                    .path("sid")
                    .asText();
            ends(refuses, overloaded);
            ends(answers, good);
            until("the call to be completed", () -> centre.api()
                    .get(account + "/Calls/" + call + ".json")
                    .path("status")
                    .asText()
                    .equals("completed"));
        }
    }
}

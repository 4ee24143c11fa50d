package org.cordboard.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cordboard.server.config.ConfigurationException;
import org.cordboard.voice.dial.Carrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of trunks.
class TrunkFileTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("trunks.json"), text);
    }

    @Test
    void everyFieldIsReadAndTheRestIsUsual() throws Exception {
        var trunks = TrunkFile.read(file("""
                [{"name": "main", "uri": "sip:us@carrier.example;transport=tls", "password": "secret", "register": true,
                  "prefixes": ["+49"], "priority": 2, "weight": 30, "sources": ["192.0.2.0/24"],
                  "identity": "remote-party-id", "format": "plain", "srtp": true},
                 {"uri": "sip:spare.example"}]
                """));
        var main = trunks.getFirst();
        assertEquals("main", main.name());
        assertEquals("us", main.credentials().orElseThrow().user());
        assertTrue(main.register() && main.secure());
        assertEquals(2, main.priority());
        assertEquals(30, main.weight());
        assertEquals(Carrier.Identity.REMOTE_PARTY_ID, main.identity());
        assertEquals(Carrier.Format.PLAIN, main.format());
        assertFalse(main.toString().contains("secret"));
        var spare = trunks.getLast();
        assertEquals("spare.example", spare.name());
        assertEquals(Carrier.Identity.ASSERTED, spare.identity());
        assertTrue(spare.credentials().isEmpty() && spare.sources().isEmpty());
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        refused("[{\"uri\": \"carrier.example\"}]", "'uri' must be");
        refused("[{\"uri\": \"sip:c.example\", \"prot\": 1}]", "prot");
        refused("[{\"uri\": \"sip:c.example\", \"register\": true}]", "to register");
        refused("[{\"uri\": \"sip:c.example\", \"format\": \"odd\"}]", "'format'");
        refused("[{\"uri\": \"sip:c.example\", \"password\": \"$NO_SUCH_VARIABLE_HERE\"}]", "not in the environment");
        refused("nonsense", "trunks.json");
    }

    private void refused(String text, String why) throws IOException {
        var written = file(text);
        var refusal = assertThrows(ConfigurationException.class, () -> TrunkFile.read(written));
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
    }
}

package org.cordboard.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("cordboard.conf"), text);
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
        var file = file("http.port = 1\nsip.port = 2\nbind = 127.0.0.3\n");
        var settings = Settings.gather(
                Map.of(Setting.HTTP_PORT, "3"), Map.of("CORDBOARD_HTTP_PORT", "4", "CORDBOARD_SIP_PORT", "5"), file);
        var config = ServerConfig.of(settings);
        assertEquals(3, config.httpPort());
        assertEquals(5, config.sipPort());
        assertEquals("127.0.0.3", config.bind().getHostAddress());
    }

    @Test
    void withNothingGivenItListensOnLoopbackAtTheUsualPorts() {
        var config = ServerConfig.of(Settings.gather(Map.of(), Map.of(), null));
        assertTrue(config.bind().isLoopbackAddress());
        assertEquals(8080, config.httpPort());
        assertEquals(5060, config.sipPort());
        assertTrue(config.privateWebhooks());
    }

    @Test
    void aWrongValueNamesItsKeyAndWhatItMustBe() {
        var settings = Settings.gather(Map.of(Setting.HTTP_PORT, "many"), Map.of(), null);
        var refused = assertThrows(ConfigurationException.class, () -> ServerConfig.of(settings));
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("http.port must be a whole number from 0 to 65535, was 'many'"));
    }

    @Test
    void theRateOfCallsAndTheGraceOfRingTimesAreRefusedOutOfRangeByName() {
        var usual = ServerConfig.of(Settings.gather(Map.of(), Map.of(), null));
        assertEquals(0, usual.callsPerSecond());
        assertEquals(0, usual.ringGraceSeconds());
        var set = Map.of(Setting.CALLS_PER_SECOND, "7", Setting.CALLS_RING_GRACE, "5");
        assertEquals(7, ServerConfig.of(Settings.gather(set, Map.of(), null)).callsPerSecond());
        assertEquals(5, ServerConfig.of(Settings.gather(set, Map.of(), null)).ringGraceSeconds());
        for (var wrong : Map.of(Setting.CALLS_PER_SECOND, "-1", Setting.CALLS_RING_GRACE, "6").entrySet()) {
            var settings = Settings.gather(Map.of(wrong.getKey(), wrong.getValue()), Map.of(), null);
            var refused = assertThrows(ConfigurationException.class, () -> ServerConfig.of(settings));
            assertTrue(String.valueOf(refused.getMessage())
                    .startsWith(wrong.getKey().key() + " must be a whole number"));
        }
    }

    @Test
    void anUnknownKeyIsRefusedWithTheFileItStandsIn() throws Exception {
        var file = file("http.prot = 8080\n");
        var refused =
                assertThrows(ConfigurationException.class, () -> Settings.gather(Map.of(), Map.of(), file));
        assertTrue(String.valueOf(refused.getMessage()).contains("unknown setting 'http.prot'"));
    }

    @Test
    void routesAreReadAndABadOneIsNamed() {
        var good = Settings.gather(
                Map.of(Setting.SIP_ROUTES, "+1650=sip:{number}@carrier.example, +49=client:dave"), Map.of(), null);
        assertEquals(
                Map.of("+1650", "sip:{number}@carrier.example", "+49", "client:dave"),
                ServerConfig.of(good).routes());
        var bad = Settings.gather(Map.of(Setting.SIP_ROUTES, "1650=nowhere"), Map.of(), null);
        assertThrows(ConfigurationException.class, () -> ServerConfig.of(bad));
    }

    @Test
    void recordingServersStandInOneLineEachOrAllInOne() throws Exception {
        var file = file("siprec.connector.Acme = sip:recorder.example:5060;transport=tcp\n"
                + "siprec.connector.second = sips:other.example\n");
        assertEquals(
                Map.of("Acme", "sip:recorder.example:5060;transport=tcp", "second", "sips:other.example"),
                ServerConfig.of(Settings.gather(Map.of(), Map.of(), file)).connectors());
        var environment = Map.of("CORDBOARD_SIPREC_CONNECTORS", "a=sip:a.example, b=sip:b.example");
        assertEquals(
                Map.of("a", "sip:a.example", "b", "sip:b.example"),
                ServerConfig.of(Settings.gather(Map.of(), environment, null)).connectors());
        var commandLine = new EnumMap<Setting, String>(Setting.class);
        Settings.enter(commandLine, "siprec.connector.x", "sip:x.example", "--set");
        assertEquals(
                Map.of("x", "sip:x.example"),
                ServerConfig.of(Settings.gather(commandLine, Map.of(), null)).connectors());
        var bad = Settings.gather(Map.of(Setting.SIPREC_CONNECTORS, "acme=http://recorder"), Map.of(), null);
        assertThrows(ConfigurationException.class, () -> ServerConfig.of(bad));
    }

    @Test
    void secretsNeverShowInTheTextForm() {
        var settings = Settings.gather(Map.of(Setting.AUTH_TOKEN, "topsecret"), Map.of(), null);
        assertTrue(!ServerConfig.of(settings).toString().contains("topsecret"));
    }

    @Test
    void tlsNeedsAFileWithItsKey() {
        var settings = Settings.gather(Map.of(Setting.SIP_TLS_PORT, "5061"), Map.of(), null);
        var refused = assertThrows(ConfigurationException.class, () -> ServerConfig.of(settings));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("sip.tls-keystore must be"));
        assertEquals(
                -1, ServerConfig.of(Settings.gather(Map.of(), Map.of(), null)).peers().tlsPort());
    }

    @Test
    void callersAreThisMachineUnlessMoreAreListed() {
        assertEquals(
                List.of("127.0.0.0/8", "::1"),
                ServerConfig.of(Settings.gather(Map.of(), Map.of(), null)).peers().sources());
        var wider = Settings.gather(Map.of(Setting.SIP_SOURCES, "192.0.2.0/24, 198.51.100.7"), Map.of(), null);
        assertEquals(
                List.of("192.0.2.0/24", "198.51.100.7"), ServerConfig.of(wider).peers().sources());
    }
}

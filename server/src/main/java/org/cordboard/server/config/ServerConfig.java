package org.cordboard.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cordboard.api.IceServers;
import org.cordboard.voice.VoiceConfig;

/// The settings, checked: what wiring hands to each module.
///
/// @param advertise address told to phones; the bind address unless set
/// @param publicUrl base URL put into answers; empty for the address asked
/// @param routes where numbers that begin with the key are reached; `{number}` stands for the dialled one
/// @param trunk SIP URI for numbers without a route; empty denies them
/// @param rtpTimeoutSeconds after which a call that sends no audio is ended; 0 for never
/// @param browserPort UDP port that all browser phones share; 0 for any free one
/// @param privateWebhooks whether webhooks may reach private and loopback addresses
/// @param privateRecordings whether listening to a recording takes the account's credentials
/// @param recogniser URL of the service that understands speech; empty for none
/// @param connectors recording servers for SIPREC: SIP URIs by the names documents give them
/// @param messageGateway where texts to the world outside are posted; empty for nowhere
/// @param strictCallerId whether calls to numbers show only our own and proved numbers
/// @param callsPerSecond calls made by REST that are placed in a second, by account; 0 for any number
/// @param ringGraceSeconds added to every ring time
/// @param tls certificate of HTTPS
/// @param ice what browsers may ask for a way through their networks
/// @param inventory numbers that may be allotted; empty for any
/// @param secrets account SID, auth token and token password given from outside; each may be empty
public record ServerConfig(
        Path data,
        boolean ephemeral,
        boolean demo,
        InetAddress bind,
        InetAddress advertise,
        int httpPort,
        String publicUrl,
        int sipPort,
        String sipDomain,
        String trunk,
        Map<String, String> routes,
        SipPeers peers,
        PortRange mediaPorts,
        int rtpTimeoutSeconds,
        int browserPort,
        boolean privateWebhooks,
        boolean privateRecordings,
        String recogniser,
        Map<String, String> connectors,
        String messageGateway,
        boolean strictCallerId,
        int callsPerSecond,
        int ringGraceSeconds,
        Tls tls,
        IceServers ice,
        String inventory,
        Functions functions,
        Secrets secrets) {

    /// Whom the telephone side trusts and how it is reached over TLS.
    ///
    /// @param trunks JSON file; empty for none
    /// @param sources address ranges, or `*`
    /// @param tlsPort -1 for no TLS
    /// @param keystore PKCS#12 file
    /// @param protect whether phones on TLS are offered protected audio
    public record SipPeers(
            String trunks,
            List<String> sources,
            Set<String> outboundHosts,
            String countryCode,
            int tlsPort,
            String keystore,
            String keystorePassword,
            boolean protect) {
        @Override
        public String toString() {
            return "SipPeers[" + trunks + ", " + sources + ", TLS " + tlsPort + "]";
        }
    }

    /// @param certificate PEM file, `self` for one of our own making, empty for no HTTPS
    /// @param trusted PEM file of authorities that webhooks believe too, empty for none
    public record Tls(String certificate, String key, int port, String trusted) {
        public boolean wanted() {
            return !certificate.isEmpty();
        }

        public boolean selfSigned() {
            return certificate.equals("self");
        }
    }

    /// Inclusive; 0-0 means any free port.
    public record PortRange(int first, int last) {}

    /// @param folder empty for no functions
    /// @param host folder of the host program
    public record Functions(String folder, String host, int port) {}

    /// Never printed: the record's own text form hides them.
    public record Secrets(String accountSid, String authToken, String tokenPassword) {
        @Override
        public String toString() {
            return "Secrets[hidden]";
        }
    }

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern ROUTE = Pattern.compile("(\\+\\d{0,15})=((?:sip|sips|client):\\S+)");
    private static final Pattern CONNECTOR = Pattern.compile("([\\w.\\-]{1,64})=\\s*(sips?:\\S+)");
    private static final Pattern ACCOUNT_SID = Pattern.compile("(AC[0-9a-f]{32})?");

    /// @throws ConfigurationException naming the first wrong setting
    public static ServerConfig of(Settings settings) {
        var bind = address(settings, Setting.BIND);
        var advertised = settings.text(Setting.ADVERTISE).isEmpty() ? bind : address(settings, Setting.ADVERTISE);
        return new ServerConfig(
                Path.of(settings.text(Setting.DATA)).toAbsolutePath().normalize(),
                settings.flag(Setting.EPHEMERAL),
                settings.flag(Setting.DEMO),
                bind,
                advertised,
                settings.number(Setting.HTTP_PORT, 0, 65_535),
                settings.text(Setting.HTTP_PUBLIC_URL),
                settings.number(Setting.SIP_PORT, 0, 65_535),
                settings.text(Setting.SIP_DOMAIN),
                settings.text(Setting.SIP_TRUNK),
                routes(settings),
                peers(settings),
                range(settings),
                settings.number(Setting.MEDIA_RTP_TIMEOUT, 0, 3_600),
                browserPort(settings),
                settings.text(Setting.WEBHOOK_PRIVATE).isEmpty()
                        ? bind.isLoopbackAddress()
                        : settings.flag(Setting.WEBHOOK_PRIVATE),
                settings.flag(Setting.RECORDINGS_PRIVATE),
                recogniser(settings),
                connectors(settings),
                gateway(settings),
                settings.flag(Setting.CALLER_ID_STRICT),
                settings.number(Setting.CALLS_PER_SECOND, 0, VoiceConfig.CALLS_PER_SECOND_MAX),
                settings.number(Setting.CALLS_RING_GRACE, 0, 5),
                tls(settings),
                new IceServers(
                        list(settings, Setting.MEDIA_STUN),
                        list(settings, Setting.MEDIA_TURN),
                        settings.text(Setting.MEDIA_TURN_SECRET)),
                settings.text(Setting.NUMBERS_INVENTORY),
                new Functions(
                        settings.text(Setting.FUNCTIONS_DIR),
                        settings.text(Setting.FUNCTIONS_HOST),
                        settings.number(Setting.FUNCTIONS_PORT, 0, 65_535)),
                secrets(settings));
    }

    private static String recogniser(Settings settings) {
        var url = settings.text(Setting.SPEECH_RECOGNISER);
        if (!url.isEmpty() && !url.matches("https?://[^\\s/?#]+(/[^\\s#]*)?")) {
            throw Settings.wrong(Setting.SPEECH_RECOGNISER, url, "an http or https URL", null);
        }
        return url;
    }

    private static Map<String, String> connectors(Settings settings) {
        var connectors = new TreeMap<String, String>();
        for (var entry : list(settings, Setting.SIPREC_CONNECTORS)) {
            var parts = CONNECTOR.matcher(entry);
            if (!parts.matches()) {
                throw Settings.wrong(
                        Setting.SIPREC_CONNECTORS, entry, "NAME=URI as in acme=sip:recorder.example;transport=tcp", null);
            }
            connectors.put(parts.group(1), parts.group(2));
        }
        return connectors;
    }

    private static InetAddress address(Settings settings, Setting setting) {
        var text = settings.text(setting);
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw Settings.wrong(setting, text, "an address of this machine", e);
        }
    }

    private static Tls tls(Settings settings) {
        var tls = new Tls(
                settings.text(Setting.HTTP_TLS),
                settings.text(Setting.HTTP_TLS_KEY),
                settings.number(Setting.HTTP_TLS_PORT, 0, 65_535),
                settings.text(Setting.HTTP_TRUSTED_CA));
        if (tls.wanted() && !tls.selfSigned() && tls.key().isEmpty()) {
            throw Settings.wrong(Setting.HTTP_TLS_KEY, "", "the PEM file of the private key of http.tls", null);
        }
        return tls;
    }

    private static List<String> list(Settings settings, Setting setting) {
        return Arrays.stream(settings.text(setting).split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static Map<String, String> routes(Settings settings) {
        var routes = new TreeMap<String, String>();
        for (var route : settings.text(Setting.SIP_ROUTES).split(",")) {
            if (route.isBlank()) {
                continue;
            }
            var parts = ROUTE.matcher(route.strip());
            if (!parts.matches()) {
                throw Settings.wrong(
                        Setting.SIP_ROUTES, route.strip(), "PREFIX=TARGET as in +16505551111=sip:dave@DOMAIN", null);
            }
            routes.put(parts.group(1), parts.group(2));
        }
        return routes;
    }

    private static SipPeers peers(Settings settings) {
        var tls = settings.text(Setting.SIP_TLS_PORT);
        if (!tls.isEmpty() && settings.text(Setting.SIP_TLS_KEYSTORE).isEmpty()) {
            throw Settings.wrong(Setting.SIP_TLS_KEYSTORE, "", "a PKCS#12 file when sip.tls-port is set", null);
        }
        return new SipPeers(
                settings.text(Setting.SIP_TRUNKS),
                listed(settings.text(Setting.SIP_SOURCES)),
                Set.copyOf(listed(settings.text(Setting.SIP_OUTBOUND_HOSTS).toLowerCase(Locale.ROOT))),
                settings.text(Setting.SIP_COUNTRY_CODE),
                tls.isEmpty() ? -1 : settings.number(Setting.SIP_TLS_PORT, 0, 65_535),
                settings.text(Setting.SIP_TLS_KEYSTORE),
                settings.text(Setting.SIP_TLS_PASSWORD),
                settings.flag(Setting.SIP_SRTP));
    }

    private static List<String> listed(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }

    private static PortRange range(Settings settings) {
        var text = settings.text(Setting.MEDIA_PORTS);
        var range = RANGE.matcher(text);
        if (range.matches()) {
            var first = Integer.parseInt(range.group(1));
            var last = Integer.parseInt(range.group(2));
            if (first <= last && last <= 65_535 && (first == 0) == (last == 0)) {
                return new PortRange(first, last);
            }
        }
        throw Settings.wrong(Setting.MEDIA_PORTS, text, "two ports as in 20000-29999", null);
    }

    private static int browserPort(Settings settings) {
        if (!settings.text(Setting.MEDIA_BROWSER_PORT).isEmpty()) {
            return settings.number(Setting.MEDIA_BROWSER_PORT, 0, 65_535);
        }
        int last = range(settings).last();
        return last == 0 || last == 65_535 ? 0 : last + 1;
    }

    private static String gateway(Settings settings) {
        var url = settings.text(Setting.MESSAGE_GATEWAY);
        if (!url.isEmpty() && !url.matches("https?://\\S+")) {
            throw Settings.wrong(Setting.MESSAGE_GATEWAY, url, "an http or https URL", null);
        }
        return url;
    }

    private static Secrets secrets(Settings settings) {
        var sid = settings.text(Setting.ACCOUNT_SID);
        if (!ACCOUNT_SID.matcher(sid).matches()) {
            throw Settings.wrong(Setting.ACCOUNT_SID, sid, "AC and 32 hex digits", null);
        }
        return new Secrets(sid, settings.text(Setting.AUTH_TOKEN), settings.text(Setting.TOKEN_PASSWORD));
    }
}

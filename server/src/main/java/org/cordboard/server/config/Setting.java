package org.cordboard.server.config;

import java.util.Locale;

/// Every setting there is: its key in the settings file, its default and what it means. The environment variable is
/// the key in upper case with `CORDBOARD_` before it and `_` for `.` and `-`.
public enum Setting {
    DATA("data", "./data", "folder of everything that is kept: log, history, recordings, prompts"),
    BIND("bind", "127.0.0.1", "address HTTP, SIP and media listen on; 0.0.0.0 for all"),
    ADVERTISE("advertise", "", "address told to phones when it differs from the one listened on (NAT)"),
    EPHEMERAL("ephemeral", "false", "true keeps nothing on disk: for tests and continuous integration"),
    DEMO("demo", "true", "true makes the demo centre at the first start"),
    HTTP_PORT("http.port", "8080", "port of pages, REST and sockets; 0 for any free one"),
    HTTP_PUBLIC_URL("http.public-url", "", "base URL put into answers; empty for the address asked"),
    HTTP_TLS(
            "http.tls",
            "",
            "PEM file of the certificate and its chain for HTTPS; self makes one; empty for plain HTTP only. With it,"
                    + " plain HTTP is for this machine only"),
    HTTP_TLS_KEY("http.tls-key", "", "PEM file of the certificate's private key"),
    HTTP_TLS_PORT("http.tls-port", "8443", "port of HTTPS; 0 for any free one"),
    HTTP_TRUSTED_CA(
            "http.trusted-ca",
            "",
            "PEM file of certificate authorities believed besides the system's, for all that is fetched by HTTPS"),
    SIP_PORT("sip.port", "5060", "port of SIP over UDP and TCP; 0 for any free one"),
    SIP_DOMAIN("sip.domain", "cordboard.local", "domain of the phones that register here: sip:dave@DOMAIN"),
    SIP_TRUNK("sip.trunk", "", "SIP URI numbers without a route are sent to; empty denies them"),
    CALLER_ID_STRICT(
            "caller-id.strict", "false", "true lets calls to numbers show only numbers of this server and proved ones"),
    CALLS_PER_SECOND(
            "calls.per-second", "0", "calls made by REST that are placed in a second, others wait; 0 for any number"),
    CALLS_RING_GRACE("calls.ring-grace", "0", "seconds added to every ring time, 0 to 5"),
    SIP_ROUTES(
            "sip.routes",
            "",
            "numbers reached elsewhere, PREFIX=TARGET with commas: +16505551111=sip:dave@cordboard.local"),
    SIP_TRUNKS("sip.trunks", "", "JSON file of trunks: addresses, passwords, order; see docs/protocols/sip.md"),
    SIP_SOURCES(
            "sip.sources",
            "127.0.0.0/8,::1",
            "addresses that may call our numbers besides trunks and registered phones; * for any"),
    SIP_OUTBOUND_HOSTS("sip.outbound-hosts", "", "SIP hosts outside that documents may dial, with commas; * for any"),
    SIP_COUNTRY_CODE("sip.country-code", "", "digits put before numbers that callers write with a leading 0, as 49"),
    SIP_TLS_PORT("sip.tls-port", "", "port of SIP over TLS; empty for none, 0 for any free one"),
    SIP_TLS_KEYSTORE("sip.tls-keystore", "", "PKCS#12 file with certificate and key for it; keytool makes one"),
    SIP_TLS_PASSWORD("sip.tls-password", "", "password of that file"),
    SIP_SRTP("sip.srtp", "true", "true offers protected audio to phones that came over TLS"),
    MEDIA_PORTS("media.ports", "20000-29999", "UDP ports of RTP, FIRST-LAST; 0-0 for any free ones"),
    MEDIA_RTP_TIMEOUT("media.rtp-timeout", "60", "seconds after which a call that sends no audio is ended; 0 for never"),
    MEDIA_BROWSER_PORT("media.browser-port", "", "UDP port of all browser phones; empty: the one after media.ports"),
    MEDIA_STUN("media.stun", "", "STUN servers for browsers, with commas: stun:stun.example.org:3478"),
    MEDIA_TURN("media.turn", "", "TURN servers for browsers, with commas: turn:turn.example.org:3478?transport=udp"),
    MEDIA_TURN_SECRET("media.turn-secret", "", "secret shared with the TURN servers (coturn: static-auth-secret)"),
    NUMBERS_INVENTORY(
            "numbers.inventory", "", "numbers that may be allotted, with commas: +15551230000-+15551230099; empty: any"),
    WEBHOOK_PRIVATE("webhook.private-targets", "", "true lets webhooks reach private addresses; empty: only on loopback"),
    RECORDINGS_PRIVATE(
            "recordings.private",
            "false",
            "true asks for the account's credentials before a recording is heard; false: whoever knows its SID may"),
    SPEECH_RECOGNISER("speech.recogniser", "", "URL that understands WAV files posted to it; empty: keys only"),
    SIPREC_CONNECTORS(
            "siprec.connectors",
            "",
            "recording servers by name, NAME=sip:HOST;transport=tcp with commas; also one a line as"
                    + " siprec.connector.NAME=sip:HOST"),
    MESSAGE_GATEWAY(
            "message.gateway", "", "URL that texts to numbers without a phone here are posted to; empty refuses them"),
    FUNCTIONS_DIR("functions.dir", "", "project folder of Node functions to serve; empty for none"),
    FUNCTIONS_HOST("functions.host", "functions-host", "folder of the program that runs the functions"),
    FUNCTIONS_PORT("functions.port", "8081", "port of the functions; 0 for any free one"),
    TOKEN_PASSWORD("token-password", "", "shared password of the worker page; empty makes one at the first start"),
    ACCOUNT_SID("account-sid", "", "account SID; empty makes one at the first start"),
    AUTH_TOKEN("auth-token", "", "auth token of that account; empty makes one at the first start");

    private final String key;
    private final String byDefault;
    private final String meaning;

    Setting(String key, String byDefault, String meaning) {
        this.key = key;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public String byDefault() {
        return byDefault;
    }

    public String meaning() {
        return meaning;
    }

    public String environmentVariable() {
        return "CORDBOARD_"
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}

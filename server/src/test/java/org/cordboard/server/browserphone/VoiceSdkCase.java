package org.cordboard.server.browserphone;

import static org.cordboard.server.story.Centre.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.VoiceGrant;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.config.Setting;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A centre, a page with the published `@twilio/voice-sdk` in Chromium, whose fake microphone beeps, and the network between
/// them; once for all tests of a class.
@Timeout(120)
abstract class VoiceSdkCase {
    static final double TONE = 620;

    @TempDir
    static Path data;

    static Centre centre;
    static SdkSite site;
    static Network front;
    static Chromium browser;
    static SdkPhone page;
    static String keySid;
    static String keySecret;
    static String application;

    @BeforeAll
    static void open() throws Exception {
        site = new SdkSite();
        centre = new Centre(data, Map.of(Setting.HTTP_TLS, "self", Setting.HTTP_TLS_PORT, "0"));
        var url = centre.server().secureUrl();
        front = new Network(new InetSocketAddress(url.getHost(), url.getPort()));
        browser = new Chromium("--ignore-certificate-errors");
        page = new SdkPhone(browser, site.url("/"), front.host());
        var key = centre.api().post(centre.api().accountPath("Keys"), Map.of("FriendlyName", "pages"));
        keySid = key.path("sid").asText();
        keySecret = key.path("secret").asText();
        application = centre.api()
                .post(
                        centre.api().accountPath("Applications"),
                        Map.of("FriendlyName", "pages", "VoiceUrl", site.url("/voice")))
                .path("sid")
                .asText();
    }

    @AfterAll
    static void close() throws Exception {
        browser.close();
        front.close();
        centre.close();
        site.close();
    }

    static String token(String identity) {
        return token(identity, keySecret, 3_600);
    }

    static String token(String identity, String secret, int seconds) {
        var grant = new VoiceGrant();
        grant.setIncomingAllow(true);
        grant.setOutgoingApplicationSid(application);
        return new AccessToken.Builder(
                        centre.connection().accountSid(), keySid, secret.getBytes(StandardCharsets.UTF_8))
                .identity(identity)
                .ttl(seconds)
                .grant(grant)
                .build()
                .toJwt();
    }

    /// REST calls the page and, when it answers, has it talk with dave's phone; answers the call's SID.
    static String callThePage(String to) {
        return centre.api()
                .post(
                        centre.api().accountPath("Calls"),
                        Map.of(
                                "To", to,
                                "From", centre.connection().demoNumber(),
                                "Twiml", "<Response><Dial><Client>dave</Client></Dial></Response>"))
                .path("sid")
                .asText();
    }

    static void bothHear(PhoneCall phone) {
        phone.sing(TONE);
        page.hears(TONE);
        assertTrue(phone.ears().within(PATIENCE, phone.ears()::sound), "the phone hears the page's beeps");
    }

    /// Opens the page as wilma, calls it, has it accept and dave's phone answer, and listens to both.
    static PhoneCall wilmaTalksWith(ScriptedPhone dave) throws Exception {
        page.register(token("wilma"));
        return wilmaIsCalledFor(dave);
    }

    static PhoneCall wilmaIsCalledFor(ScriptedPhone dave) throws Exception {
        callThePage("client:wilma");
        page.awaits("incoming");
        page.accept();
        var call = dave.awaitRinging(PATIENCE).answer();
        bothHear(call);
        return call;
    }
}

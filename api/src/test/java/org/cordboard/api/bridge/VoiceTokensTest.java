package org.cordboard.api.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.cordboard.api.bridge.VoiceTokens.Bad;
import org.cordboard.api.bridge.VoiceTokens.Fault;
import org.cordboard.api.bridge.VoiceTokens.Good;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ApiKeySid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens of browser phones, good ones of each library's kind and each way to be bad.
class VoiceTokensTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String SECRET = "a secret of thirty-two characters";
    private static final String APPLICATION = "AP" + "a".repeat(32);
    private static final AccountSid ACCOUNT = new AccountSid("AC" + "1".repeat(32));
    private static final ApiKeySid KEY = new ApiKeySid("SK" + "2".repeat(32));

    private Engine engine;
    private VoiceTokens tokens;

    @BeforeEach
    void build() {
        engine = MemoryEngine.start(new RoutingCore(), InstantSource.fixed(NOW));
        engine.submit(new RecordCommand.Put(List.of(
                new Account(ACCOUNT, "House", "the account's token, long enough", "active", null, NOW, NOW),
                new ApiKey(KEY, ACCOUNT, "pages", SECRET, NOW, NOW))));
        tokens = new VoiceTokens(engine, InstantSource.fixed(NOW));
    }

    @AfterEach
    void tearDown() {
        engine.close();
    }

    private static Map<String, Object> grants(String identity) {
        return Map.of(
                "identity", identity,
                "voice", Map.of(
                        "incoming", Map.of("allow", true),
                        "outgoing", Map.of("application_sid", APPLICATION, "params", Map.of("shift", "late"))));
    }

    private static JWTCreator.Builder usual() {
        return JWT.create()
                .withHeader(Map.of("cty", "twilio-fpa;v=1"))
                .withJWTId(KEY + "-" + NOW.getEpochSecond())
                .withIssuer(KEY.value())
                .withSubject(ACCOUNT.value())
                .withExpiresAt(NOW.plusSeconds(3_600))
                .withClaim("grants", grants("dave"));
    }

    private static String signed(JWTCreator.Builder token) {
        return token.sign(Algorithm.HMAC256(SECRET));
    }

    private void isBad(Fault fault, String token) {
        assertEquals(fault, assertInstanceOf(Bad.class, tokens.check(token)).fault());
    }

    @Test
    void aTokenOfTheJavaLibraryHasNoTimeOfIssueAndIsGood() {
        var good = assertInstanceOf(Good.class, tokens.check(signed(usual())));
        assertEquals("dave", good.identity());
        assertEquals(ACCOUNT, good.account().sid());
        assertTrue(good.incoming());
        assertEquals(APPLICATION, good.application());
        assertEquals(Map.of("shift", "late"), good.parameters());
        assertEquals(NOW.plusSeconds(3_600), good.expires());
    }

    @Test
    void whatIsNotGrantedIsNotThere() {
        var good = assertInstanceOf(
                Good.class,
                tokens.check(signed(usual().withIssuedAt(NOW).withClaim("grants", Map.of("identity", "dave")))));
        assertFalse(good.incoming());
        assertNull(good.application());
    }

    @Test
    void unreadableOnesAreMalformed() {
        isBad(Fault.MALFORMED, "");
        isBad(Fault.MALFORMED, "no.token.atall");
        isBad(Fault.MALFORMED, usual().sign(Algorithm.HMAC512(SECRET)));
        isBad(Fault.MALFORMED, usual().sign(Algorithm.none()));
        isBad(Fault.MALFORMED, signed(usual().withIssuer("nobody")));
        isBad(Fault.MALFORMED, signed(usual().withNotBefore(NOW.plusSeconds(120))));
        isBad(Fault.MALFORMED, signed(usual().withIssuedAt(NOW.plusSeconds(120))));
    }

    @Test
    void anotherSecretOrAnUnknownKeyIsForged() {
        isBad(Fault.FORGED, usual().sign(Algorithm.HMAC256("some other secret of that length")));
        isBad(Fault.FORGED, signed(usual().withIssuer("SK" + "3".repeat(32))));
    }

    @Test
    void aKeyOfAnotherAccountIsNoAccount() {
        isBad(Fault.UNKNOWN_ACCOUNT, signed(usual().withSubject("AC" + "9".repeat(32))));
    }

    @Test
    void aTokenEndsOnTime() {
        isBad(Fault.EXPIRED, signed(usual().withExpiresAt(NOW)));
        assertInstanceOf(Good.class, tokens.check(signed(usual().withExpiresAt(NOW.plusSeconds(1)))));
    }

    @Test
    void aTokenLivesADayAtMostWhereverItTellsItsBirth() {
        var long24 = NOW.plus(Duration.ofHours(24));
        assertInstanceOf(Good.class, tokens.check(signed(usual().withExpiresAt(long24))));
        isBad(Fault.TOO_LONG, signed(usual().withExpiresAt(long24.plusSeconds(131))));
        isBad(Fault.TOO_LONG, signed(usual().withJWTId("of my own").withExpiresAt(long24.plusSeconds(1))));
        isBad(Fault.TOO_LONG, signed(usual().withIssuedAt(NOW).withExpiresAt(long24.plusSeconds(1))));
        isBad(Fault.TOO_LONG, signed(usual().withIssuedAt(NOW.minusSeconds(10)).withExpiresAt(long24)));
    }

    /// The published Java library rounds the time in its ids to what a float can hold.
    @Test
    void anIdThatIsTwoMinutesOffMakesNoTokenBad() {
        for (int second = 0; second < 600; second++) {
            var now = NOW.plusSeconds(second);
            int rounded = (int) Math.floor(now.toEpochMilli() / 1000.0f);
            var token = usual().withJWTId(KEY + "-" + rounded).withExpiresAt(now.plus(Duration.ofHours(24)));
            var then = new VoiceTokens(engine, InstantSource.fixed(now));
            assertInstanceOf(Good.class, then.check(signed(token)), "the id is of " + (rounded - now.getEpochSecond()));
        }
    }

    @Test
    void anIdentityMustBeAName() {
        isBad(Fault.BAD_IDENTITY, signed(usual().withClaim("grants", grants(""))));
        isBad(Fault.BAD_IDENTITY, signed(usual().withClaim("grants", grants("x".repeat(257)))));
        isBad(Fault.BAD_IDENTITY, signed(usual().withClaim("grants", grants("da\nve"))));
    }

    @Test
    void theOlderCapabilityTokensAreUnderstood() {
        var scope = "scope:client:incoming?clientName=dave scope:client:outgoing?appSid=" + APPLICATION
                + "&clientName=dave&appParams=k%3Dv%26l%3Dw";
        var token = JWT.create()
                .withIssuer(ACCOUNT.value())
                .withExpiresAt(NOW.plusSeconds(60))
                .withClaim("scope", scope)
                .sign(Algorithm.HMAC256("the account's token, long enough"));
        var good = assertInstanceOf(Good.class, tokens.check(token));
        assertEquals("dave", good.identity());
        assertTrue(good.incoming());
        assertEquals(APPLICATION, good.application());
        assertEquals(Map.of("k", "v", "l", "w"), good.parameters());
    }

    /// Signed by the key, whatever its header and claims.
    private static String written(String header, String claims) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var text = encoder.encodeToString(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        var signature = Algorithm.HMAC256(SECRET).sign(
                text.substring(0, text.indexOf('.')).getBytes(StandardCharsets.UTF_8),
                text.substring(text.indexOf('.') + 1).getBytes(StandardCharsets.UTF_8));
        return text + "." + encoder.encodeToString(signature);
    }

    private static String claims(String more) {
        return "{'iss':'" + KEY + "','sub':'" + ACCOUNT + "'," + more + "}";
    }

    private static final String HEADER = "{'typ':'JWT','alg':'HS256','cty':'twilio-fpa;v=1'}";
    private static final String EXPIRES = "'exp':" + NOW.plusSeconds(3_600).getEpochSecond();
    private static final String GRANTS = "'grants':{'identity':'dave','voice':{'incoming':{'allow':true}}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'alg':'HS256','cty':'twilio-fpa;v=1'}",
                "{'typ':'JWT','alg':'HS256','cty':'twilio-fpa;v=1','kid':'SK99','twr':'us1'}",
                "{'typ':'JWT','alg':'HS256','cty':'twilio-fpa;v=1','kid':{'odd':[1]}}"
            })
    void headersOfEveryLibraryAreGood(String header) {
        assertInstanceOf(Good.class, tokens.check(written(header, claims(EXPIRES + "," + GRANTS))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'typ':'JWT','alg':'HS256'}",
                "{'typ':'JWT','alg':'HS256','cty':'twilio-fpa;v=2'}",
                "{'typ':'JWT','alg':'HS256','cty':7}",
                "{'typ':'JWT','alg':'none','cty':'twilio-fpa;v=1'}",
                "{'typ':'JWT','alg':'hs256','cty':'twilio-fpa;v=1'}",
                "{'typ':'JWT','cty':'twilio-fpa;v=1'}",
                "[]",
                "{"
            })
    void aHeaderThatIsNotAnAccessTokensMakesItUnreadable(String header) {
        isBad(Fault.MALFORMED, written(header, claims(EXPIRES + "," + GRANTS)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'x':1",
                "'exp':'tomorrow'",
                "'exp':null",
                "'exp':{}",
                "'exp':9223372036854775807",
                "'exp':-9223372036854775807",
                "'exp':1e300",
                "'nbf':9223372036854775807,'exp':1893459600",
                "'iat':'yesterday','exp':1893459600"
            })
    void aLifeThatCannotBeReadMakesItUnreadable(String life) {
        var verdict = assertInstanceOf(Bad.class, tokens.check(written(HEADER, claims(life + "," + GRANTS))));
        assertTrue(verdict.fault() == Fault.MALFORMED || verdict.fault() == Fault.TOO_LONG, verdict.toString());
    }

    @Test
    void aLifeThatEndedLongAgoHasExpired() {
        isBad(Fault.EXPIRED, written(HEADER, claims("'exp':0," + GRANTS)));
        isBad(Fault.EXPIRED, written(HEADER, claims("'exp':-1," + GRANTS)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'grants':[]",
                "'grants':null",
                "'grants':{'voice':7}",
                "'grants':{'identity':{},'voice':{'incoming':[],'outgoing':'x'}}",
                "'grants':{'identity':'dave','voice':{'outgoing':{'application_sid':7,'params':'odd'}}}"
            })
    void grantsOfAnotherShapeGrantNothing(String grants) {
        var good = assertInstanceOf(Good.class, tokens.check(written(HEADER, claims(EXPIRES + "," + grants))));
        assertFalse(good.incoming());
        assertTrue(good.parameters().isEmpty());
    }

    @Test
    void aRevokedKeySignsNoMore() {
        var token = signed(usual());
        assertInstanceOf(Good.class, tokens.check(token));
        engine.submit(new RecordCommand.Put(List.of(
                new Account(ACCOUNT, "House", "the account's token, long enough", "suspended", null, NOW, NOW))));
        isBad(Fault.UNKNOWN_ACCOUNT, token);
        engine.submit(new RecordCommand.Remove(List.of(new ApiKey(KEY, ACCOUNT, "pages", SECRET, NOW, NOW))));
        isBad(Fault.FORGED, token);
    }
}

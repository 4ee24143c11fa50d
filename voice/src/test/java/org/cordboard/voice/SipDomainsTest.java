package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.CredentialList;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.IpAccessEntry;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.CredentialSid;
import org.cordboard.routing.sid.IpAccessControlListSid;
import org.cordboard.routing.sid.IpAddressSid;
import org.cordboard.routing.sid.SipDomainSid;
import org.cordboard.sip.AddressOfRecord;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.OutboundRegistration;
import org.cordboard.sip.Registration;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.ScriptedHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Domains of the API from outside (Voice reference 11.1, 11.2): who may call them, what their application is told, who may
/// register.
@Timeout(120)
class SipDomainsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String DOMAIN = "acme.cordboard.local";
    private static final String PASSWORD = "Long-Enough-42";
    private static final SipDomainSid SID = new SipDomainSid("SD" + "1".repeat(32));
    private static final CredentialListSid PHONES = new CredentialListSid("CL" + "1".repeat(32));
    private static final IpAccessControlListSid OFFICE = new IpAccessControlListSid("AL" + "1".repeat(32));

    private House house;
    private ScriptedHost phone;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        phone = new ScriptedHost(ScriptedHost::answer);
        var now = Instant.now();
        house.put(new CredentialList(PHONES, house.account.sid(), "phones", now, now));
        house.put(new SipCredential(
                new CredentialSid("CR" + "1".repeat(32)),
                house.account.sid(),
                PHONES,
                "alice",
                PASSWORD,
                now,
                now));
        house.put(new IpAccessControlList(OFFICE, house.account.sid(), "office", now, now));
        house.page("/domain", _ -> "<Response><Say>Hello</Say><Pause length='30'/></Response>");
        house.page("/ended", _ -> "");
        domain(Map.of("sip_registration", "true"));
    }

    @AfterEach
    void tearDown() {
        phone.close();
        house.close();
    }

    private void domain(Map<String, String> more) {
        var settings = new HashMap<>(
                Map.of("voice_url", house.url("/domain"), "voice_status_callback_url", house.url("/ended")));
        settings.putAll(more);
        house.put(new SipDomain(SID, house.account.sid(), DOMAIN, "Acme", settings, Instant.now(), Instant.now()));
    }

    private void mapped(String use, String list) {
        house.put(new SipMapping(SID.value(), use, list, house.account.sid(), Instant.now()));
    }

    private void office(String address, int prefix) {
        var now = Instant.now();
        house.put(new IpAccessEntry(
                new IpAddressSid("IP" + "1".repeat(32)), house.account.sid(), OFFICE, "one", address, prefix, now, now));
    }

    /// How a call to the domain goes: 200, or the status it fails with; nothing within the time is 0.
    private int called(Optional<DigestCredentials> credentials, Duration patience) throws Exception {
        var outcome = new CompletableFuture<Integer>();
        phone.sip().invite(invite(credentials), new OutboundHandler() {
            @Override
            public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                outcome.complete(200);
                dialog.bye();
                return new DialogHandler() {};
            }

            @Override
            public void onFailed(CallFailure failure) {
                outcome.complete(failure.status());
            }
        });
        return outcome.completeOnTimeout(0, patience.toMillis(), TimeUnit.MILLISECONDS)
                .get();
    }

    private OutboundInvite invite(Optional<DigestCredentials> credentials) {
        var line = SipUri.of("100", DOMAIN, 0);
        var invite = OutboundInvite.to(line, NameAddress.of(SipUri.of("alice", "192.0.2.7", 5080)))
                .withSdp(ScriptedHost.silence())
                .withHeaders(Headers.of("X-Colour", "green").with("User-to-User", "56a390;encoding=hex"))
                .withRoute(SipUri.of(null, "127.0.0.1", house.sip().getPort()).withParameter("lr", ""));
        return credentials.map(invite::withCredentials).orElse(invite);
    }

    private static Optional<DigestCredentials> alice(String password) {
        return Optional.of(new DigestCredentials("alice", password));
    }

    @Test
    void aCallWithTheRightPasswordIsAnsweredByTheDomainsApplication() throws Exception {
        mapped(SipMapping.CALLS, PHONES.value());
        assertEquals(200, called(alice(PASSWORD), PATIENCE));
        var asked = house.next("/domain");
        assertEquals("sip:100@" + DOMAIN, asked.get("To"));
        assertEquals("sip:alice@192.0.2.7", asked.get("From"));
        assertEquals(DOMAIN, asked.get("SipDomain"));
        assertEquals(SID.value(), asked.get("SipDomainSid"));
        assertEquals("127.0.0.1", asked.get("SipSourceIp"));
        assertEquals("green", asked.get("SipHeader_X-Colour"));
        assertEquals("56a390;encoding=hex", asked.get("SipHeader_User-to-User"));
        assertTrue(asked.get("SipCallId").length() > 5);
        assertEquals("", asked.get("FromCountry"), "no places for SIP addresses");
        assertEquals("completed", house.next("/ended").get("CallStatus"));
    }

    @Test
    void aCallThatTheDomainsDocumentRejectsIsNotFound() throws Exception {
        mapped(SipMapping.CALLS, PHONES.value());
        house.page("/domain", _ -> "<Response><Reject/></Response>");
        assertEquals(404, called(alice(PASSWORD), PATIENCE));
        house.page("/domain", _ -> "<Response><Reject reason='busy'/></Response>");
        assertEquals(486, called(alice(PASSWORD), PATIENCE));
    }

    @Test
    void aWrongPasswordAnUnknownUserAndNoneAreRefused() throws Exception {
        mapped(SipMapping.CALLS, PHONES.value());
        assertEquals(403, called(alice("wrong"), PATIENCE));
        assertEquals(403, called(Optional.of(new DigestCredentials("bob", PASSWORD)), PATIENCE));
        assertEquals(407, called(Optional.empty(), PATIENCE));
        assertEquals(0, house.calls().size());
    }

    @Test
    void aDomainNothingIsMappedToTakesNoCalls() throws Exception {
        mapped(SipMapping.REGISTRATIONS, PHONES.value());
        assertEquals(403, called(alice(PASSWORD), PATIENCE));
    }

    @Test
    void anAddressListLetsItsAddressesIn() throws Exception {
        office("127.0.0.0", 8);
        mapped(SipMapping.CALLS, OFFICE.value());
        assertEquals(200, called(Optional.empty(), PATIENCE));
    }

    @Test
    void withBothListsBothAreNeeded() throws Exception {
        office("127.0.0.1", 32);
        mapped(SipMapping.CALLS, OFFICE.value());
        mapped(SipMapping.CALLS, PHONES.value());
        assertEquals(407, called(Optional.empty(), PATIENCE));
        assertEquals(200, called(alice(PASSWORD), PATIENCE));
    }

    @Test
    void callsFromElsewhereAreNotEvenAnswered() throws Exception {
        office("192.0.2.0", 24);
        mapped(SipMapping.CALLS, OFFICE.value());
        assertTrue(
                Ears.within(PATIENCE, () -> status(Duration.ofSeconds(2)) == 0),
                "dropped as soon as the reading thread knows the list");
        assertEquals(0, house.calls().size());
    }

    private int status(Duration patience) {
        try {
            return called(Optional.empty(), patience);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSecureDomainRefusesCallsOverUdp() throws Exception {
        domain(Map.of("secure", "true"));
        mapped(SipMapping.CALLS, PHONES.value());
        assertEquals(403, called(alice(PASSWORD), PATIENCE));
    }

    @Test
    void phonesRegisterWithThePasswordsMappedForItAndAreCalled() throws Exception {
        mapped(SipMapping.REGISTRATIONS, PHONES.value());
        var granted = new CompletableFuture<Registration.Status>();
        var own = SipUri.of("alice", DOMAIN, 0);
        try (var registration = phone.sip()
                .register(new OutboundRegistration(
                        SipUri.of(null, "127.0.0.1", house.sip().getPort()),
                        own,
                        "alice",
                        alice(PASSWORD),
                        Duration.ofSeconds(90),
                        granted::complete))) {
            assertTrue(granted.get(25, TimeUnit.SECONDS).registered(), "90 s are answered with 423 and asked for anew");
            var bindings = house.voice.sip().registrar().lookup(new AddressOfRecord("alice", DOMAIN));
            assertEquals(1, bindings.size());
            assertTrue(
                    Duration.between(Instant.now(), bindings.getFirst().expires()).toSeconds() > 500,
                    "domains grant ten minutes at least");
            house.answers("<Response><Dial><Sip>sip:alice@" + DOMAIN + "</Sip></Dial></Response>");
            var caller = phone.sip()
                    .invite(phone.to(house.sip(), House.NUMBER, SipUri.of("+15557770001", "127.0.0.1", 0)), ScriptedHost.quiet());
            var rung = phone.asked();
            assertEquals("sip:alice@" + DOMAIN, rung.to().uri().toString());
            house.eventually(
                    Call.class, c -> c.to().equals("sip:alice@" + DOMAIN) && c.status() == CallStatus.IN_PROGRESS);
            assertTrue(caller.callId().length() > 3);
            assertTrue(registration.status().registered());
        }
    }

    @Test
    void passwordsOfADomainDoNotRegisterInTheHouse() throws Exception {
        mapped(SipMapping.CALLS, PHONES.value());
        var told = new CompletableFuture<Registration.Status>();
        try (var registration = phone.sip()
                .register(new OutboundRegistration(
                        SipUri.of(null, "127.0.0.1", house.sip().getPort()),
                        SipUri.of("alice", "127.0.0.1", 0),
                        "alice",
                        alice(PASSWORD),
                        Duration.ofSeconds(600),
                        told::complete))) {
            assertEquals(403, told.get(25, TimeUnit.SECONDS).lastStatus());
            assertTrue(!registration.status().registered());
        }
    }

    @Test
    void aSecureDomainRegistersPhonesOnTlsOnly() throws Exception {
        domain(Map.of("sip_registration", "true", "secure", "true"));
        mapped(SipMapping.REGISTRATIONS, PHONES.value());
        assertEquals(403, registering());
        assertTrue(house.voice.sip().registrar().bindings().isEmpty());
        domain(Map.of("sip_registration", "true"));
        assertEquals(200, registering());
    }

    @Test
    void aPhoneWhosePasswordIsDeletedIsNoLongerRung() throws Exception {
        mapped(SipMapping.REGISTRATIONS, PHONES.value());
        try (var _ = alicesRegistration()) {
            assertTrue(Ears.within(PATIENCE, () -> bindings() == 1));
            house.submit(new RecordCommand.Remove(List.of(house.eventually(SipCredential.class, c -> true))));
            assertTrue(Ears.within(PATIENCE, () -> bindings() == 0));
        }
    }

    @Test
    void aPhoneWithoutTlsIsNoLongerRungOnceItsDomainIsSecure() throws Exception {
        mapped(SipMapping.REGISTRATIONS, PHONES.value());
        try (var _ = alicesRegistration()) {
            assertTrue(Ears.within(PATIENCE, () -> bindings() == 1));
            domain(Map.of("sip_registration", "true", "voice_method", "GET"));
            domain(Map.of("sip_registration", "true", "secure", "true"));
            assertTrue(Ears.within(PATIENCE, () -> bindings() == 0));
        }
    }

    private int bindings() {
        return house.voice.sip().registrar().bindings().size();
    }

    private Registration alicesRegistration() {
        return phone.sip()
                .register(new OutboundRegistration(
                        SipUri.of(null, "127.0.0.1", house.sip().getPort()),
                        SipUri.of("alice", DOMAIN, 0),
                        "alice",
                        alice(PASSWORD),
                        Duration.ofSeconds(600),
                        _ -> {}));
    }

    /// How registering over UDP goes.
    private int registering() throws Exception {
        var told = new CompletableFuture<Registration.Status>();
        try (var _ = phone.sip()
                .register(new OutboundRegistration(
                        SipUri.of(null, "127.0.0.1", house.sip().getPort()),
                        SipUri.of("alice", DOMAIN, 0),
                        "alice",
                        alice(PASSWORD),
                        Duration.ofSeconds(600),
                        told::complete))) {
            return told.get(25, TimeUnit.SECONDS).lastStatus();
        }
    }
}

package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// SIP domains, their lists and what guards them, over real HTTP (Voice reference 11.1, 17.1).
@Timeout(120)
class SipApiTest {
    private static final String SIP = "/2010-04-01/Accounts/" + Centre.ACCOUNT + "/SIP";
    private static final String PASSWORD = "Long-Enough-42";

    private Centre centre;

    @BeforeEach
    void start() {
        centre = new Centre(ApiConfig.onLoopback());
        centre.engine.submit(new RecordCommand.Put(List.of(new Setting("sip-domain", "cordboard.local"))));
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private JsonNode made(String path, String... form) {
        Centre.Reply reply = centre.post(SIP + path + ".json", form);
        assertEquals(201, reply.status(), reply.http().body());
        return reply.json();
    }

    private JsonNode changed(String path, String... form) {
        Centre.Reply reply = centre.post(SIP + path + ".json", form);
        assertEquals(200, reply.status(), reply.http().body());
        return reply.json();
    }

    private JsonNode get(String path) {
        return centre.get(SIP + path + ".json").json();
    }

    private void refused(int code, String path, String... form) {
        Centre.Reply reply = centre.post(SIP + path + ".json", form);
        assertEquals(400, reply.status(), reply.http().body());
        assertEquals(code, reply.code(), reply.http().body());
    }

    private void deleted(String path) {
        assertEquals(204, centre.delete(SIP + path + ".json").status());
        assertEquals(404, centre.get(SIP + path + ".json").status());
    }

    private static String sid(JsonNode resource) {
        return resource.path("sid").asText();
    }

    @Test
    void aDomainIsMadeChangedListedAndDeleted() {
        JsonNode domain = made("/Domains", "DomainName", "Acme.cordboard.local", "VoiceUrl", "https://app.example/v");
        Published.check("api:sip_domain", domain);
        assertEquals("acme.cordboard.local", domain.path("domain_name").asText());
        assertEquals("POST", domain.path("voice_method").asText());
        assertEquals("", domain.path("auth_type").asText());
        assertFalse(domain.path("sip_registration").asBoolean());
        String path = "/Domains/" + sid(domain);
        JsonNode after = changed(
                path,
                "FriendlyName",
                "Acme",
                "SipRegistration",
                "True",
                "Secure",
                "true",
                "VoiceMethod",
                "GET",
                "VoiceUrl",
                "",
                "DomainName",
                "acme-2.sip.twilio.com");
        assertEquals("Acme", after.path("friendly_name").asText());
        assertEquals("GET", after.path("voice_method").asText());
        assertEquals(true, after.path("sip_registration").asBoolean());
        assertEquals(true, after.path("secure").asBoolean());
        assertEquals(true, after.path("voice_url").isNull());
        assertEquals("acme-2.sip.twilio.com", get(path).path("domain_name").asText());
        assertEquals(1, get("/Domains").path("domains").size());
        deleted(path);
    }

    @Test
    void aDomainsNameIsOfTheRightFormAndFree() {
        refused(21232, "/Domains", "FriendlyName", "no name");
        refused(21232, "/Domains", "DomainName", "acme.example.com");
        refused(21232, "/Domains", "DomainName", "cordboard.local");
        refused(21232, "/Domains", "DomainName", "a_b.cordboard.local");
        made("/Domains", "DomainName", "one.cordboard.local");
        refused(21231, "/Domains", "DomainName", "ONE.cordboard.local");
        refused(21402, "/Domains", "DomainName", "two.cordboard.local", "VoiceUrl", "nonsense");
        refused(21300, "/Domains", "DomainName", "two.cordboard.local", "ByocTrunkSid", "BY" + "0".repeat(32));
        for (int i = 2; i <= 100; i++) {
            made("/Domains", "DomainName", "d" + i + ".cordboard.local");
        }
        refused(21230, "/Domains", "DomainName", "one-too-many.cordboard.local");
    }

    @Test
    void listsAreMappedToADomainAndGuardIt() {
        String domain = "/Domains/" + sid(made("/Domains", "DomainName", "acme.cordboard.local"));
        String phones = sid(made("/CredentialLists", "FriendlyName", "phones"));
        String office = sid(made("/IpAccessControlLists", "FriendlyName", "office"));
        JsonNode mapping = made(domain + "/CredentialListMappings", "CredentialListSid", phones);
        Published.check("api:sip_credential_list_mapping", mapping);
        assertEquals(phones, sid(mapping));
        assertEquals("phones", mapping.path("friendly_name").asText());
        assertEquals("CREDENTIAL_LIST", get(domain).path("auth_type").asText());
        Published.check(
                "api:sip_ip_access_control_list_mapping",
                made(domain + "/Auth/Calls/IpAccessControlListMappings", "IpAccessControlListSid", office));
        assertEquals("IP_ACL,CREDENTIAL_LIST", get(domain).path("auth_type").asText());
        assertEquals(
                1,
                get(domain + "/IpAccessControlListMappings")
                        .path("ip_access_control_list_mappings")
                        .size(),
                "the old and the new path name the same mappings");
        assertEquals(
                1,
                get(domain + "/Auth/Calls/CredentialListMappings")
                        .path("contents")
                        .size());
        assertEquals(
                0,
                get(domain + "/Auth/Registrations/CredentialListMappings")
                        .path("contents")
                        .size());
        made(domain + "/Auth/Registrations/CredentialListMappings", "CredentialListSid", phones);
        refused(21240, domain + "/CredentialListMappings", "CredentialListSid", phones);
        refused(21235, domain + "/IpAccessControlListMappings", "IpAccessControlListSid", office);
        assertEquals(
                404,
                centre.post(
                                SIP + domain + "/CredentialListMappings.json",
                                "CredentialListSid",
                                "CL" + "0".repeat(32))
                        .status());
        inUse(21241, "/CredentialLists/" + phones);
        inUse(21236, "/IpAccessControlLists/" + office);
        deleted(domain + "/CredentialListMappings/" + phones);
        deleted(domain + "/IpAccessControlListMappings/" + office);
        assertEquals(
                phones, sid(get(domain + "/Auth/Registrations/CredentialListMappings/" + phones)));
        inUse(21241, "/CredentialLists/" + phones);
        deleted(domain);
        deleted("/CredentialLists/" + phones);
        deleted("/IpAccessControlLists/" + office);
    }

    private void inUse(int code, String path) {
        Centre.Reply reply = centre.delete(SIP + path + ".json");
        assertEquals(400, reply.status(), reply.http().body());
        assertEquals(code, reply.code());
    }

    @Test
    void addressesAreLiteralsWithAPrefix() {
        JsonNode list = made("/IpAccessControlLists", "FriendlyName", "office");
        Published.check("api:sip_ip_access_control_list", list);
        String path = "/IpAccessControlLists/" + sid(list);
        assertEquals("HQ", changed(path, "FriendlyName", "HQ").path("friendly_name").asText());
        JsonNode address = made(
                path + "/IpAddresses", "FriendlyName", "lab", "IpAddress", "192.0.2.0", "CidrPrefixLength", "24");
        Published.check("api:sip_ip_address", address);
        assertEquals(24, address.path("cidr_prefix_length").asInt());
        assertEquals(
                32,
                made(path + "/IpAddresses", "FriendlyName", "one", "IpAddress", "198.51.100.7")
                        .path("cidr_prefix_length")
                        .asInt());
        assertEquals(
                28,
                changed(path + "/IpAddresses/" + sid(address), "CidrPrefixLength", "28")
                        .path("cidr_prefix_length")
                        .asInt());
        refused(21238, path + "/IpAddresses", "FriendlyName", "name", "IpAddress", "office.example");
        refused(21238, path + "/IpAddresses", "FriendlyName", "none");
        refused(21238, path + "/IpAddresses", "FriendlyName", "twice", "IpAddress", "198.51.100.7");
        refused(
                21238,
                path + "/IpAddresses",
                "FriendlyName",
                "wide",
                "IpAddress",
                "192.0.2.1",
                "CidrPrefixLength",
                "33");
        refused(21235, "/IpAccessControlLists", "FriendlyName", "x".repeat(65));
        assertEquals(2, get(path + "/IpAddresses").path("ip_addresses").size());
        deleted(path + "/IpAddresses/" + sid(address));
        deleted(path);
    }

    @Test
    void credentialsAreStrongUniqueInTheirListAndNeverShown() {
        String path = "/CredentialLists/" + sid(made("/CredentialLists", "FriendlyName", "phones"));
        JsonNode dave = made(path + "/Credentials", "Username", "dave", "Password", PASSWORD);
        Published.check("api:sip_credential", dave);
        assertFalse(dave.toString().contains(PASSWORD));
        refused(21243, path + "/Credentials", "Username", "dave", "Password", PASSWORD);
        for (String weak : List.of("short-A1", "all-lower-case-1", "ALL-UPPER-CASE-1", "No-Digits-Here")) {
            refused(21243, path + "/Credentials", "Username", "eve", "Password", weak);
        }
        refused(21243, path + "/Credentials", "Username", "x".repeat(33), "Password", PASSWORD);
        refused(21243, path + "/Credentials", "Username", "a b", "Password", PASSWORD);
        refused(21243, path + "/Credentials/" + sid(dave), "Password", "weak");
        assertFalse(changed(path + "/Credentials/" + sid(dave), "Password", "Another-Word-43")
                .toString()
                .contains("Another"));
        String other = "/CredentialLists/" + sid(made("/CredentialLists", "FriendlyName", "other"));
        made(other + "/Credentials", "Username", "dave", "Password", PASSWORD);
        assertEquals(
                404,
                centre.get(SIP + other + "/Credentials/" + sid(dave) + ".json").status(),
                "a credential is found in its own list only");
        deleted(path + "/Credentials/" + sid(dave));
        deleted(path);
    }
}

package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Elastic trunks, carriers of one's own and connection policies over real HTTP (Voice reference 11.7, 17.2).
@Timeout(120)
class TrunkingApiTest {
    private static final String ACCOUNT = "/2010-04-01/Accounts/" + Centre.ACCOUNT;

    private Centre centre;

    @BeforeEach
    void start() {
        centre = new Centre(ApiConfig.onLoopback());
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private JsonNode made(String path, String... form) {
        Centre.Reply reply = centre.post(path, form);
        assertEquals(201, reply.status(), reply.http().body());
        return reply.json();
    }

    private JsonNode changed(String path, String... form) {
        Centre.Reply reply = centre.post(path, form);
        assertEquals(200, reply.status(), reply.http().body());
        return reply.json();
    }

    private JsonNode get(String path) {
        return centre.get(path).json();
    }

    private void deleted(String path) {
        assertEquals(204, centre.delete(path).status());
        assertEquals(404, centre.get(path).status());
    }

    private static String sid(JsonNode resource) {
        return resource.path("sid").asText();
    }

    @Test
    void aTrunkHasItsSettingsAndItsRecording() {
        JsonNode trunk = made("/v1/Trunks", "FriendlyName", "PBX", "DomainName", "Pbx.Example", "Secure", "true");
        Published.check("trunking:trunk", trunk);
        String path = "/v1/Trunks/" + sid(trunk);
        assertEquals("pbx.example", trunk.path("domain_name").asText());
        assertEquals(400, centre.post("/v1/Trunks", "DomainName", "pbx.example").status(), "names are taken once");
        changed("/v1/Trunks/" + sid(trunk), "DomainName", "pbx.example");
        assertEquals("disable-all", trunk.path("transfer_mode").asText());
        JsonNode after = changed(path, "TransferMode", "sip-only", "Secure", "false", "FriendlyName", "Office");
        assertEquals("sip-only", after.path("transfer_mode").asText());
        assertEquals("Office", after.path("friendly_name").asText());
        assertEquals(false, after.path("secure").asBoolean());
        Published.check("trunking:recording", get(path + "/Recording"));
        assertEquals(
                "record-from-answer",
                changed(path + "/Recording", "Mode", "record-from-answer").path("mode").asText());
        assertEquals(
                "record-from-answer", get(path).path("recording").path("mode").asText());
        assertEquals(1, get("/v1/Trunks").path("trunks").size());
        assertEquals("trunks", get("/v1/Trunks").path("meta").path("key").asText());
        assertEquals(400, centre.post(path, "TransferMode", "never").status());
        deleted(path);
    }

    @Test
    void aTrunksPlacesHaveAnOrder() {
        String path = "/v1/Trunks/" + sid(made("/v1/Trunks")) + "/OriginationUrls";
        JsonNode place = made(
                path, "SipUrl", "sip:pbx.example", "Priority", "10", "Weight", "20", "Enabled", "true", "FriendlyName",
                "main");
        Published.check("trunking:origination_url", place);
        assertTrue(sid(place).startsWith("OU"));
        JsonNode after = changed(path + "/" + sid(place), "Priority", "1", "Enabled", "false");
        assertEquals(1, after.path("priority").asInt());
        assertEquals(20, after.path("weight").asInt());
        assertEquals(false, after.path("enabled").asBoolean());
        assertEquals(400, centre.post(path, "SipUrl", "http://pbx.example").status());
        assertEquals(400, centre.post(path, "FriendlyName", "nowhere").status());
        for (int i = 2; i <= 10; i++) {
            made(path, "SipUrl", "sip:pbx" + i + ".example");
        }
        assertEquals(400, centre.post(path, "SipUrl", "sip:pbx11.example").status());
        assertEquals(10, get(path).path("origination_urls").size());
        deleted(path + "/" + sid(place));
    }

    @Test
    void listsGuardATrunkAndNumbersBelongToIt() {
        String trunk = sid(made("/v1/Trunks"));
        String path = "/v1/Trunks/" + trunk;
        String phones = sid(made(ACCOUNT + "/SIP/CredentialLists.json", "FriendlyName", "phones"));
        String office = sid(made(ACCOUNT + "/SIP/IpAccessControlLists.json", "FriendlyName", "office"));
        JsonNode guard = made(path + "/CredentialLists", "CredentialListSid", phones);
        Published.check("trunking:credential_list", guard);
        Published.check(
                "trunking:ip_access_control_list",
                made(path + "/IpAccessControlLists", "IpAccessControlListSid", office));
        assertEquals(400, centre.post(path + "/CredentialLists", "CredentialListSid", phones).status());
        assertEquals(
                404,
                centre.post(path + "/CredentialLists", "CredentialListSid", "CL" + "0".repeat(32))
                        .status());
        assertEquals(2, get(path).path("auth_type_set").size());
        assertEquals(
                400,
                centre.delete(ACCOUNT + "/SIP/CredentialLists/" + phones + ".json").status());
        deleted(path + "/CredentialLists/" + phones);
        String number = sid(made(ACCOUNT + "/IncomingPhoneNumbers.json", "PhoneNumber", "+15005550006"));
        Published.check("trunking:phone_number", made(path + "/PhoneNumbers", "PhoneNumberSid", number));
        assertEquals(
                trunk,
                get(ACCOUNT + "/IncomingPhoneNumbers/" + number + ".json")
                        .path("trunk_sid")
                        .asText());
        assertEquals(1, get(path + "/PhoneNumbers").path("phone_numbers").size());
        assertEquals(404, centre.get("/v1/Trunks/" + sid(made("/v1/Trunks")) + "/PhoneNumbers/" + number).status());
        deleted(path);
        assertTrue(get(ACCOUNT + "/IncomingPhoneNumbers/" + number + ".json")
                .path("trunk_sid")
                .isNull());
        assertEquals(
                204,
                centre.delete(ACCOUNT + "/SIP/IpAccessControlLists/" + office + ".json").status());
    }

    @Test
    void aCarrierOfOnesOwnFollowsAPolicy() {
        JsonNode policy = made("/v1/ConnectionPolicies", "FriendlyName", "ours");
        String path = "/v1/ConnectionPolicies/" + sid(policy);
        assertTrue(policy.path("links").path("targets").asText().endsWith(path + "/Targets"));
        JsonNode target = made(path + "/Targets", "Target", "sip:carrier.example", "Priority", "1");
        Published.check("voice:connection_policy", policy);
        Published.check("voice:connection_policy_target", target);
        assertEquals("sip:carrier.example", target.path("target").asText());
        assertEquals(sid(policy), target.path("connection_policy_sid").asText());
        JsonNode trunk = made(
                "/v1/ByocTrunks", "FriendlyName", "carrier", "VoiceUrl", "https://app.example/v",
                "ConnectionPolicySid", sid(policy), "CnamLookupEnabled", "true");
        Published.check("voice:byoc_trunk", trunk);
        assertEquals(sid(policy), trunk.path("connection_policy_sid").asText());
        assertEquals(true, trunk.path("cnam_lookup_enabled").asBoolean());
        assertEquals("POST", trunk.path("voice_method").asText());
        assertEquals(400, centre.delete(path).status(), "a policy that a trunk follows stays");
        assertEquals(
                400,
                centre.post("/v1/ByocTrunks", "ConnectionPolicySid", "NY" + "0".repeat(32))
                        .status());
        String own = "/v1/ByocTrunks/" + sid(trunk);
        assertTrue(changed(own, "ConnectionPolicySid", "").path("connection_policy_sid").isNull());
        assertEquals("ours 2", changed(path, "FriendlyName", "ours 2").path("friendly_name").asText());
        assertEquals(21244, centre.post(path + "/Targets", "Target", "sips:carrier.example").json().path("code").asInt());
        called(201, 0, "+15005550009", sid(trunk));
        called(400, 21300, "+15005550009", "BY" + "0".repeat(32));
        called(400, 21300, "+15005550009", "carrier");
        called(201, 0, "sip:bob@phones.example", "carrier");
        deleted(own);
        deleted(path + "/Targets/" + sid(target));
        deleted(path);
    }

    /// A carrier means something for numbers only.
    private void called(int status, int code, String to, String byoc) {
        Centre.Reply reply = centre.post(
                ACCOUNT + "/Calls.json", "To", to, "From", "+15005550006", "Twiml", "<Response/>", "Byoc", byoc);
        assertEquals(status, reply.status(), reply.http().body());
        assertEquals(code, reply.json().path("code").asInt());
    }
}

package org.cordboard.apps.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cordboard.apps.platform.MissingSetting;
import org.cordboard.apps.platform.Platform;
import org.cordboard.apps.testing.FakePlatform;
import org.cordboard.apps.testing.Webhooks;
import org.cordboard.apps.web.Site;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetupTest {
    private static final String ACCOUNT = "/2010-04-01/Accounts/" + FakePlatform.ACCOUNT;
    private FakePlatform fake;
    private Platform platform;

    @BeforeEach
    void start() throws IOException {
        fake = new FakePlatform();
        platform = fake.platform();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private static String page(String key, String... items) {
        return "{\"" + key + "\":[" + String.join(",", items) + "],\"meta\":{\"key\":\"" + key
                + "\",\"page\":0,\"page_size\":50,\"next_page_url\":null,\"previous_page_url\":null,\"url\":\"x\","
                + "\"first_page_url\":\"x\"}}";
    }

    @Test
    void whatIsMissingIsCreated() {
        fake.answers("GET /v1/Workspaces", 200, page("workspaces"))
                .answers("POST /v1/Workspaces", 201, "{\"sid\":\"WS1\"}")
                .answers("GET /v1/Workspaces/WS1/TaskQueues", 200, page("task_queues"))
                .answers("POST /v1/Workspaces/WS1/TaskQueues", 201, "{\"sid\":\"WQ1\"}");
        var centre = Centre.named(platform.client(), "writers", "NONE");
        assertEquals("WS1", centre.workspaceSid());
        assertEquals("WQ1", centre.queue("support", "skills HAS \"support\""));
        var queue = fake.requests("POST /v1/Workspaces/WS1/TaskQueues").getFirst();
        assertEquals("skills HAS \"support\"", queue.get("TargetWorkers"));
        assertEquals("1", queue.get("MaxReservedWorkers"));
    }

    @Test
    void whatIsThereIsFoundAndAWorkerIsOnlyChangedWhereItDiffers() {
        fake.answers("GET /v1/Workspaces/WS1/Workers", 200, page("workers", """
                        {"sid":"WK1","friendly_name":"dave","attributes":"{\\"phone\\":\\"+1555\\"}"}"""))
                .answers("POST /v1/Workspaces/WS1/Workers/WK1", 200, "{\"sid\":\"WK1\"}");
        var centre = Centre.of(platform.client(), "WS1");
        assertEquals("WK1", centre.worker("dave", Map.of("phone", "+1555")));
        assertTrue(fake.requests("POST /v1/Workspaces/WS1/Workers/WK1").isEmpty());
        assertEquals("WK1", centre.worker("dave", Map.of("phone", "+1666")));
        assertEquals(
                "{\"phone\":\"+1666\"}",
                fake.requests("POST /v1/Workspaces/WS1/Workers/WK1").getFirst().get("Attributes"));
    }

    @Test
    void aFlowIsPublishedAsJsonAndItsAddressGivenToTheNumber() {
        fake.answers("GET /v2/Flows", 200, page("flows"))
                .answers("POST /v2/Flows", 201, "{\"sid\":\"FW1\",\"webhook_url\":\"http://cordboard/Flows/FW1\"}")
                .answers("GET " + ACCOUNT + "/IncomingPhoneNumbers.json", 200, "{\"incoming_phone_numbers\":[]}")
                .answers("POST " + ACCOUNT + "/IncomingPhoneNumbers.json", 201, "{\"sid\":\"PN1\"}");
        var telephony = new Telephony(platform);
        var address = telephony.flow("menu", "{\"states\":[]}");
        telephony.number("+15550001", address);
        var flow = fake.requests("POST /v2/Flows").getFirst();
        assertEquals("{\"states\":[]}", flow.get("Definition"));
        assertEquals("published", flow.get("Status"));
        var number = fake.requests("POST " + ACCOUNT + "/IncomingPhoneNumbers.json").getFirst();
        assertEquals("http://cordboard/Flows/FW1", number.get("VoiceUrl"));
        assertEquals("+15550001", number.get("PhoneNumber"));
    }

    @Test
    void aNameAloneIsAPhoneThatRegistersAndMayDoSoWithItsPassword() throws IOException {
        fake.answers("GET " + ACCOUNT + "/SIP/CredentialLists.json", 200, "{\"credential_lists\":[]}")
                .answers("POST " + ACCOUNT + "/SIP/CredentialLists.json", 201, "{\"sid\":\"CL1\"}")
                .answers("GET " + ACCOUNT + "/SIP/CredentialLists/CL1/Credentials.json", 200, "{\"credentials\":[]}")
                .answers("POST " + ACCOUNT + "/SIP/CredentialLists/CL1/Credentials.json", 201, "{\"sid\":\"CR1\"}");
        var site = fake.site(Map.of("AGENTS", "dave, eve=+15550009", "PHONE_PASSWORD", "Secret-12345"));
        var agents = Agent.of(site, "AGENTS", "nobody");
        assertEquals(
                List.of(new Agent("dave", "sip:dave@cordboard.local"), new Agent("eve", "+15550009")), agents);
        Agent.phones(site, agents);
        var made = fake.requests("POST " + ACCOUNT + "/SIP/CredentialLists/CL1/Credentials.json");
        assertEquals(1, made.size());
        assertEquals("dave", made.getFirst().get("Username"));
        assertEquals("Secret-12345", made.getFirst().get("Password"));
    }

    @Test
    void inTheCloudAgentsNeedNumbers() throws IOException {
        var environment = fake.environment(Map.of("AGENTS", "dave"));
        var cloud = new Platform(platform.client(), "AC1", "token", java.util.Optional.empty());
        var site = new Site(environment, cloud, "127.0.0.1", 0, Webhooks.PUBLIC);
        assertThrows(MissingSetting.class, () -> Agent.of(site, "AGENTS", "dave"));
        assertFalse(Json.tree("no json").isObject());
    }
}

package org.cordboard.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.server.client.PublicApi;
import org.jspecify.annotations.Nullable;

/// The demo centre of `demo/centre.json`, made through the public API alone: what is missing is created, what is there
/// is left as it is, so that it may run at every start.
public final class DemoCentre {
    private static final JsonMapper JSON = new JsonMapper();

    private final PublicApi api;
    private final String accountSid;
    private final String sipDomain;
    private final String phonePassword;
    private final JsonNode plan;

    /// @param phonePassword digest password of the workers' phones; at least 12 characters, mixed, as the API demands
    public DemoCentre(PublicApi api, String accountSid, String sipDomain, String phonePassword) {
        this.api = api;
        this.accountSid = accountSid;
        this.sipDomain = sipDomain;
        this.phonePassword = phonePassword;
        this.plan = json(resource("/demo/centre.json"));
    }

    /// What the person at the keyboard needs to know.
    public record Made(String workspaceSid, String number, List<String> workers) {}

    public Made make() {
        var workspace = found("/v1/Workspaces", "workspaces", plan.path("workspace"));
        if (workspace == null) {
            workspace = api.post("/v1/Workspaces", form(plan.path("workspace")));
        }
        var path = "/v1/Workspaces/" + sid(workspace);
        var queue = ensured(path + "/TaskQueues", "task_queues", plan.path("task_queue"), Map.of());
        var workflow = ensured(
                path + "/Workflows",
                "workflows",
                plan.path("workflow"),
                Map.of("Configuration", "{\"task_routing\":{\"filters\":[],\"default_filter\":{\"queue\":\"" + sid(queue)
                        + "\"}}}"));
        for (var worker : plan.path("workers")) {
            ensured(path + "/Workers", "workers", worker, Map.of("Attributes", attributes(worker)));
        }
        var flow = ensured("/v2/Flows", "flows", plan.path("flow"), flowForm(sid(workflow)));
        number(sid(flow));
        phones();
        return new Made(
                sid(workspace),
                plan.path("number").path("PhoneNumber").asText(),
                plan.path("workers").findValuesAsText("FriendlyName"));
    }

    private JsonNode ensured(String path, String key, JsonNode wanted, Map<String, String> more) {
        var there = found(path, key, wanted);
        if (there != null) {
            return there;
        }
        var form = form(wanted);
        form.putAll(more);
        return api.post(path, form);
    }

    private @Nullable JsonNode found(String path, String key, JsonNode wanted) {
        for (var item : api.list(path, key)) {
            if (item.path("friendly_name").equals(wanted.path("FriendlyName"))) {
                return item;
            }
        }
        return null;
    }

    private String attributes(JsonNode worker) {
        return JSON.createObjectNode()
                .<com.fasterxml.jackson.databind.node.ObjectNode>set("skills", worker.path("skills"))
                .put("contact_uri", "sip:" + worker.path("FriendlyName").asText() + "@" + sipDomain)
                .toString();
    }

    private Map<String, String> flowForm(String workflowSid) {
        var definition = resource(plan.path("flow").path("definition").asText()).replace("WORKFLOW_SID", workflowSid);
        return Map.of("Status", "published", "Definition", definition);
    }

    private void number(String flowSid) {
        var wanted = plan.path("number").path("PhoneNumber").asText();
        for (var number : api.accountList("IncomingPhoneNumbers", "incoming_phone_numbers")) {
            if (number.path("phone_number").asText().equals(wanted)) {
                return;
            }
        }
        var form = form(plan.path("number"));
        // The published name of the flows' webhook: it stays right whatever address this server is reached at.
        form.put("VoiceUrl", "https://webhooks.twilio.com/v1/Accounts/" + accountSid + "/Flows/" + flowSid);
        api.post(api.accountPath("IncomingPhoneNumbers"), form);
    }

    /// One credential for each worker's phone, under the worker's name.
    private void phones() {
        var lists = api.accountList("SIP/CredentialLists", "credential_lists");
        var list = lists.isEmpty()
                ? api.post(api.accountPath("SIP/CredentialLists"), form(plan.path("phones")))
                : lists.getFirst();
        var resource = "SIP/CredentialLists/" + sid(list) + "/Credentials";
        var known = api.accountList(resource, "credentials").stream()
                .map(credential -> credential.path("username").asText())
                .toList();
        for (var worker : plan.path("workers").findValuesAsText("FriendlyName")) {
            if (!known.contains(worker)) {
                api.post(api.accountPath(resource), Map.of("Username", worker, "Password", phonePassword));
            }
        }
    }

    /// The scalar members with a capital first letter: the parameters of the request.
    private static Map<String, String> form(JsonNode wanted) {
        var form = new LinkedHashMap<String, String>();
        wanted.properties().forEach(member -> {
            if (Character.isUpperCase(member.getKey().charAt(0))) {
                form.put(member.getKey(), member.getValue().asText());
            }
        });
        return form;
    }

    private static String sid(JsonNode resource) {
        return resource.path("sid").asText();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the demo centre's plan is not JSON", e);
        }
    }

    private static String resource(String name) {
        try (var in = DemoCentre.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

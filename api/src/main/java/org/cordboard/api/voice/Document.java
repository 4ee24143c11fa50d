package org.cordboard.api.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cordboard.api.http.Json;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.AccountSid;
import org.jspecify.annotations.Nullable;

/// A small resource without a record of its own in the engine: a caller id, a trunk of one's own, a policy. Kept as one
/// setting, `KIND.SID`, whose value is JSON.
///
/// @param fields by their wire names
record Document(
        String kind,
        String sid,
        AccountSid account,
        Map<String, String> fields,
        Instant dateCreated,
        Instant dateUpdated) {
    private static final String ACCOUNT = "account";
    private static final String CREATED = "created";
    private static final String UPDATED = "updated";
    private static final String FIELDS = "fields";

    Setting kept() {
        ObjectNode value = Json.MAPPER.createObjectNode();
        value.put(ACCOUNT, account.value());
        value.put(CREATED, dateCreated.toString());
        value.put(UPDATED, dateUpdated.toString());
        ObjectNode all = value.putObject(FIELDS);
        fields.forEach(all::put);
        return new Setting(kind + "." + sid, value.toString());
    }

    static Document of(Setting setting) {
        int dot = setting.name().lastIndexOf('.');
        try {
            JsonNode value = Json.MAPPER.readTree(setting.value());
            Map<String, String> fields = new LinkedHashMap<>();
            value.path(FIELDS)
                    .properties()
                    .forEach(f -> fields.put(f.getKey(), f.getValue().asText()));
            return new Document(
                    setting.name().substring(0, dot),
                    setting.name().substring(dot + 1),
                    new AccountSid(value.path(ACCOUNT).asText()),
                    fields,
                    Instant.parse(value.path(CREATED).asText()),
                    Instant.parse(value.path(UPDATED).asText()));
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("setting " + setting.name() + " is not as it was written", damaged);
        }
    }

    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    String field(String name, String otherwise) {
        return fields.getOrDefault(name, otherwise);
    }

    Document with(Map<String, String> changed, Instant now) {
        return new Document(kind, sid, account, changed, dateCreated, now);
    }
}

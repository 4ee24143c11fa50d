package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ApplicationSid;

/// A TwiML application: a named set of webhook settings (15.2).
public record Application(
        ApplicationSid sid,
        AccountSid account,
        String friendlyName,
        Map<String, String> settings,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}

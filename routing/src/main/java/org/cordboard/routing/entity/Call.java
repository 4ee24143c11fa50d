package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.jspecify.annotations.Nullable;

/// One leg, live or lately ended (Voice reference 2).
///
/// @param direction `inbound`, `outbound-api` or `outbound-dial`
/// @param startTime arrival of an inbound call, dialling of an outbound one
/// @param answerTime null while or when never answered
/// @param node the node that holds the dialog; when it dies the call is closed
/// @param details further published fields by their wire name
public record Call(
        CallSid sid,
        AccountSid account,
        @Nullable CallSid parent,
        String from,
        String to,
        CallStatus status,
        String direction,
        @Nullable PhoneNumberSid phoneNumber,
        @Nullable String answeredBy,
        @Nullable Instant startTime,
        @Nullable Instant answerTime,
        @Nullable Instant endTime,
        @Nullable Integer sipResponseCode,
        String node,
        Map<String, String> details,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}

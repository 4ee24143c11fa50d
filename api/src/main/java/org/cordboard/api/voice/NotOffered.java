package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Operation;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;

/// Published operations that a contact centre of one's own has no use for. Each answers 501 and says what to do instead,
/// so that nobody takes a missing feature for a mistyped path.
final class NotOffered {
    private static final String CALL = ACCOUNT + "/Calls/{CallSid}";
    private static final String PAYMENT =
            "This server takes no payments; send the caller to a payment provider's number or page";
    private static final String ADDRESSES =
            "A carrier's calls reach the SIP domain whose IpAccessControlList names its address; use"
            + " SIP/IpAccessControlLists.json and SIP/Domains/{DomainSid}/Auth/Calls/IpAccessControlListMappings.json";
    private static final String DIALLING = "What may be dialled is decided by the server's settings sip.routes and"
            + " sip.trunk; 'cordboard config' lists them";
    private static final String SETTINGS = "All figures of calls are always kept; there is nothing to switch";
    private static final String PARTICIPANTS = "Who is in a conference is known while it lasts:"
            + " GET Conferences/{ConferenceSid}/Participants.json";

    private NotOffered() {}

    static List<Endpoint> endpoints() {
        return List.of(
                post("api", CALL + "/Payments", "CreatePayments", PAYMENT),
                post("api", CALL + "/Payments/{Sid}", "UpdatePayments", PAYMENT),
                post("voice", "/v1/DialingPermissions/BulkCountryUpdates", "CreateDialingPermissionsCountryBulkUpdate", DIALLING),
                post("voice", "/v1/Settings", "UpdateDialingPermissionsSettings", DIALLING),
                get("voice", "/v1/IpRecords", "ListIpRecord", ADDRESSES),
                post("voice", "/v1/IpRecords", "CreateIpRecord", ADDRESSES),
                get("voice", "/v1/IpRecords/{Sid}", "FetchIpRecord", ADDRESSES),
                post("voice", "/v1/IpRecords/{Sid}", "UpdateIpRecord", ADDRESSES),
                delete("voice", "/v1/IpRecords/{Sid}", "DeleteIpRecord", ADDRESSES),
                get("voice", "/v1/SourceIpMappings", "ListSourceIpMapping", ADDRESSES),
                post("voice", "/v1/SourceIpMappings", "CreateSourceIpMapping", ADDRESSES),
                get("voice", "/v1/SourceIpMappings/{Sid}", "FetchSourceIpMapping", ADDRESSES),
                post("voice", "/v1/SourceIpMappings/{Sid}", "UpdateSourceIpMapping", ADDRESSES),
                delete("voice", "/v1/SourceIpMappings/{Sid}", "DeleteSourceIpMapping", ADDRESSES),
                post("insights", "/v1/Voice/Settings", "UpdateAccountSettings", SETTINGS),
                get("insights", "/v1/Conferences/{ConferenceSid}/Participants", "ListConferenceParticipant", PARTICIPANTS),
                get(
                        "insights",
                        "/v1/Conferences/{ConferenceSid}/Participants/{ParticipantSid}",
                        "FetchConferenceParticipant",
                        PARTICIPANTS));
    }

    private static Endpoint get(String product, String path, String name, String instead) {
        return Endpoint.get(product, path, name).by(refusing(instead));
    }

    private static Endpoint post(String product, String path, String name, String instead) {
        return Endpoint.post(product, path, name).by(refusing(instead));
    }

    private static Endpoint delete(String product, String path, String name, String instead) {
        return Endpoint.delete(product, path, name).by(refusing(instead));
    }

    private static Operation refusing(String instead) {
        return x -> {
            throw new Problem(ErrorCode.NOT_OFFERED, "This operation is not offered here. " + instead);
        };
    }
}

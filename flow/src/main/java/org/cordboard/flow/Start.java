package org.cordboard.flow;

import java.util.Map;

/// Why a new execution begins.
///
/// @param executionSid `FN…`, made by the caller
/// @param revision the revision to run, already chosen (published, or the newest for a test user)
/// @param testUser whether the contact is a test user of the flow; only then do sub-flows run drafts
/// @param initiatedBy SID of the call, message or request that started it
public record Start(
        String executionSid,
        String accountSid,
        String flowSid,
        int revision,
        boolean testUser,
        String initiatedBy,
        Origin origin) {

    public sealed interface Origin {

        /// @param parameters every parameter of the first voice request, as sent
        record IncomingCall(Map<String, Object> parameters) implements Origin {

            public IncomingCall {
                parameters = Json.copy(parameters);
            }
        }

        /// @param parameters every parameter of the message request, as sent
        record IncomingMessage(Map<String, Object> parameters) implements Origin {

            public IncomingMessage {
                parameters = Json.copy(parameters);
            }
        }

        /// Started over REST; there is no call yet.
        ///
        /// @param to the contact
        /// @param from our side
        /// @param parameters the posted JSON object, types kept
        record IncomingRequest(String to, String from, Map<String, Object> parameters) implements Origin {

            public IncomingRequest {
                parameters = Json.copy(parameters);
            }
        }
    }
}

package org.cordboard.flow;

import java.util.List;

/// What a widget does, one record per type. Every text is a Liquid template, numbers and switches included, because
/// authors may compute them; an absent property holds its published default, or "" when there is none.
public sealed interface Widget {

    record Trigger() implements Widget {}

    record SayPlay(String say, String play, String digits, String voice, String language, String loop)
            implements Widget {}

    record Gather(
            String say,
            String play,
            String voice,
            String language,
            String loop,
            String timeout,
            String stopGather,
            String finishOnKey,
            String numberOfDigits,
            String gatherLanguage,
            String hints,
            String profanityFilter,
            String speechTimeout,
            String speechModel)
            implements Widget {}

    record Split(String input) implements Widget {}

    record Enqueue(
            String workflowSid,
            String queueName,
            String taskAttributes,
            String priority,
            String timeout,
            String waitUrl,
            String waitUrlMethod)
            implements Widget {}

    record Connect(
            String noun,
            String to,
            String callerId,
            String record,
            String timeout,
            String timeLimit,
            String sipEndpoint,
            String sipUsername,
            String sipPassword)
            implements Widget {}

    /// @param firstVersion the older type, which tells machines and hang-ups by their own exits
    record OutgoingCall(
            boolean firstVersion,
            String to,
            String from,
            String record,
            String timeout,
            String recordingChannels,
            String recordingStatusCallback,
            String trim,
            String detectAnsweringMachine,
            String machineDetection,
            String machineDetectionTimeout,
            String machineDetectionSpeechThreshold,
            String machineDetectionSpeechEndThreshold,
            String machineDetectionSilenceTimeout,
            String sendDigits,
            String sipAuthUsername,
            String sipAuthPassword)
            implements Widget {}

    record Voicemail(
            String timeout,
            String finishOnKey,
            String maxLength,
            String transcribe,
            String transcriptionCallbackUrl,
            String trim,
            String playBeep,
            String recordingStatusCallbackUrl)
            implements Widget {}

    record RecordCall(
            String recordCall,
            String recordingStatusCallback,
            String recordingStatusCallbackMethod,
            String recordingStatusCallbackEvents,
            String recordingChannels,
            String trim)
            implements Widget {}

    record HttpRequest(
            String method,
            String url,
            String contentType,
            String body,
            List<Parameter> parameters,
            String addTwilioAuth)
            implements Widget {

        public HttpRequest {
            parameters = List.copyOf(parameters);
        }
    }

    record RunFunction(String url, List<Parameter> parameters) implements Widget {

        public RunFunction {
            parameters = List.copyOf(parameters);
        }
    }

    record SetVariables(List<Parameter> variables) implements Widget {

        public SetVariables {
            variables = List.copyOf(variables);
        }
    }

    record TwimlRedirect(String url, String method, String timeout) implements Widget {}

    record SendToFlex(
            String workflow,
            String channel,
            String attributes,
            String priority,
            String timeout,
            String waitUrl,
            String waitUrlMethod)
            implements Widget {}

    /// The SID and the revision are literal; the public service renders no template in them.
    record RunSubflow(String flowSid, String flowRevision, List<Parameter> parameters) implements Widget {

        public RunSubflow {
            parameters = List.copyOf(parameters);
        }
    }

    record SendMessage(
            String body,
            String from,
            String to,
            String mediaUrl,
            String service,
            String channel,
            String attributes,
            String messageType,
            String contentSid,
            List<Parameter> contentVariables)
            implements Widget {

        public SendMessage {
            contentVariables = List.copyOf(contentVariables);
        }
    }

    /// Known by name, kept for export, not run: publishing a flow that reaches it is refused.
    record Unsupported(String type) implements Widget {}

    /// @param key literal
    /// @param value template
    /// @param json whether the rendered text is parsed and kept as a structure
    record Parameter(String key, String value, boolean json) {}
}

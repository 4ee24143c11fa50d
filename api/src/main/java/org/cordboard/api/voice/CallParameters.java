package org.cordboard.api.voice;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.routing.sid.ByocTrunkSid;

/// The parameters of an outbound call (2.4), shared where participants and updates take the same ones.
final class CallParameters {
    private static final Pattern DIGITS = Pattern.compile("[0-9A-Da-d#*wW]{1,32}");

    static final Parameter<String> TO = Parameter.text("To", 2048)
            .codes(ErrorCode.CALL_TO_INVALID, ErrorCode.CALL_TO_MISSING)
            .required();
    static final Parameter<String> FROM = Parameter.text("From", 256)
            .codes(ErrorCode.CALL_FROM_INVALID, ErrorCode.CALL_FROM_MISSING)
            .required();
    static final Parameter<String> URL = Parameter.url("Url").code(ErrorCode.CALL_URL);
    static final Parameter<String> METHOD = Parameter.method("Method").code(ErrorCode.CALL_METHOD);
    static final Parameter<String> TWIML = Parameter.text("Twiml", 4000);
    static final Parameter<ApplicationSid> APPLICATION_SID = Parameter.sid(
                    "ApplicationSid", "AP", ApplicationSid::valid, ApplicationSid::new)
            .code(ErrorCode.CALL_APPLICATION);
    static final Parameter<String> FALLBACK_URL = Parameter.url("FallbackUrl").code(ErrorCode.CALL_URL);
    static final Parameter<String> FALLBACK_METHOD =
            Parameter.method("FallbackMethod").code(ErrorCode.CALL_METHOD);
    /// A bad one is only a warning: the call is still made (1.3, 2.4).
    static final Parameter<String> STATUS_CALLBACK = Parameter.text("StatusCallback", 4000);
    static final Parameter<String> STATUS_CALLBACK_METHOD =
            Parameter.method("StatusCallbackMethod").code(ErrorCode.CALL_METHOD);
    private static final Parameter<List<String>> STATUS_CALLBACK_EVENT = Parameter.repeated("StatusCallbackEvent");
    private static final Parameter<String> SEND_DIGITS = Parameter.text("SendDigits", 200);
    /// Means something for numbers only.
    private static final Parameter<String> BYOC = Parameter.text("Byoc");
    static final Parameter<Integer> TIME_LIMIT = Parameter.integer("TimeLimit", 1, 86_400);

    static final List<Parameter<?>> RECORDING = List.of(
            Parameter.flag("Record"),
            Parameter.word("RecordingChannels", "mono", "dual"),
            Parameter.word("RecordingTrack", "inbound", "outbound", "both"),
            Parameter.url("RecordingStatusCallback"),
            Parameter.method("RecordingStatusCallbackMethod"),
            Parameter.repeated("RecordingStatusCallbackEvent"),
            Parameter.word("Trim", "trim-silence", "do-not-trim"));
    static final List<Parameter<?>> MACHINE_DETECTION = List.of(
            Parameter.word("MachineDetection", "Enable", "DetectMessageEnd").code(ErrorCode.CALL_MACHINE_DETECTION),
            amd("MachineDetectionTimeout", 3, 60),
            amd("MachineDetectionSpeechThreshold", 1000, 6000),
            amd("MachineDetectionSpeechEndThreshold", 500, 5000),
            amd("MachineDetectionSilenceTimeout", 2000, 10_000));
    static final List<Parameter<?>> CALLING = List.of(
            Parameter.text("CallerId", 256),
            STATUS_CALLBACK,
            STATUS_CALLBACK_METHOD,
            STATUS_CALLBACK_EVENT,
            Parameter.integer("Timeout", 1, 600).code(ErrorCode.CALL_TIMEOUT),
            TIME_LIMIT,
            Parameter.text("SipAuthUsername", 256),
            Parameter.text("SipAuthPassword", 256),
            Parameter.text("CallReason", 50),
            Parameter.text("CallToken"),
            BYOC,
            Parameter.url("ClientNotificationUrl"));
    static final List<Parameter<?>> OPTIONS = Stream.of(
                    List.<Parameter<?>>of(
                            SEND_DIGITS,
                            Parameter.flag("AsyncAmd"),
                            Parameter.url("AsyncAmdStatusCallback"),
                            Parameter.method("AsyncAmdStatusCallbackMethod")),
                    CALLING,
                    RECORDING,
                    MACHINE_DETECTION)
            .flatMap(List::stream)
            .toList();
    static final List<Parameter<?>> CREATE = Stream.concat(
                    Stream.of(TO, FROM, URL, METHOD, TWIML, APPLICATION_SID, FALLBACK_URL, FALLBACK_METHOD),
                    OPTIONS.stream())
            .toList();

    private CallParameters() {}

    private static Parameter<Integer> amd(String name, int min, int max) {
        return Parameter.integer(name, min, max).code(ErrorCode.CALL_MACHINE_DETECTION);
    }

    static void checkDigits(Exchange x) {
        String digits = x.get(SEND_DIGITS);
        if (digits != null && !DIGITS.matcher(digits).matches()) {
            throw new Problem(ErrorCode.CALL_SEND_DIGITS, "SendDigits must be up to 32 of 0-9, A-D, #, *, w and W");
        }
    }

    /// The carrier that is to take a call must be the account's.
    static void checkByoc(Exchange x, String to, Records records) {
        String sid = x.get(BYOC);
        if (sid == null || sid.isEmpty() || !Numbers.isE164(to)) {
            return;
        }
        ByocTrunk trunk = ByocTrunkSid.valid(sid) ? records.find(ByocTrunk.class, new ByocTrunkSid(sid).value()) : null;
        if (trunk == null || !trunk.account().equals(x.account().sid())) {
            throw new Problem(ErrorCode.BYOC_TRUNK, "Byoc does not name a BYOC trunk of this account");
        }
    }
}

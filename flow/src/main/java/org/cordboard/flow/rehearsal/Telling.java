package org.cordboard.flow.rehearsal;

import org.cordboard.flow.Action;

/// An action in words.
final class Telling {

    private Telling() {}

    static String of(Action action) {
        return switch (action) {
            case Action.Say say -> "says \"" + say.text() + "\"";
            case Action.Play play -> "plays " + play.url();
            case Action.PlayDigits digits -> "sends tones " + digits.digits();
            case Action.Gather gather ->
                (gather.prompt() == null ? "" : of(gather.prompt()) + " and ") + "listens for " + gather.timeout().toSeconds() + " s";
            case Action.Enqueue enqueue ->
                enqueue.workflowSid().isEmpty()
                        ? "puts the caller in queue " + enqueue.queueName()
                        : "makes a task for workflow " + enqueue.workflowSid()
                                + (enqueue.attributes().isEmpty() ? "" : " with " + enqueue.attributes());
            case Action.Dial dial -> "dials " + String.join(", ", dial.targets());
            case Action.Record record -> "records for at most " + record.maxLength().toSeconds() + " s";
            case Action.RedirectTwiml redirect -> "hands the call to " + redirect.url();
            case Action.HttpRequest request -> request.method() + " " + request.url();
            case Action.RunFunction function -> "runs " + function.url();
            case Action.MakeCall makeCall -> "calls " + makeCall.to();
            case Action.StartRecording _ -> "starts recording";
            case Action.StopRecording _ -> "stops recording";
            case Action.SendMessage message -> "sends \"" + message.body() + "\" to " + message.to();
            case Action.HangUp _ -> "hangs up";
            case Action.End end -> "ends (" + end.reason() + ")";
        };
    }
}

package org.cordboard.media;

import java.util.concurrent.CompletableFuture;
import org.cordboard.media.detection.AnsweredBy;
import org.cordboard.media.detection.MachineDetectionSettings;
import org.cordboard.media.detection.MachineDetector;

/// Puts a machine detector on an endpoint: hears only what the far end says, so our own prompts do not confuse it,
/// nor does what the line returns of them.
final class AnswerDetection implements AudioTap {
    private final MachineDetector detector;
    private final EchoGate gate = new EchoGate();
    private final ListenerCalls calls;
    private final CompletableFuture<MediaEngine.Answer> answer = new CompletableFuture<>();
    private boolean told;

    AnswerDetection(MachineDetectionSettings settings, ListenerCalls calls) {
        detector = new MachineDetector(settings);
        this.calls = calls;
    }

    CompletableFuture<MediaEngine.Answer> answer() {
        return answer;
    }

    @Override
    public void frame(short[] inbound, short[] outbound) {
        detector.hear(inbound, gate.echo(inbound, outbound)).ifPresent(this::tell);
    }

    @Override
    public void ended() {
        tell(AnsweredBy.UNKNOWN);
    }

    @Override
    public boolean satisfied() {
        return told || answer.isDone();
    }

    private void tell(AnsweredBy who) {
        if (!told) {
            told = true;
            var verdict = new MediaEngine.Answer(who, detector.millis());
            calls.call(() -> answer.complete(verdict));
        }
    }
}

package org.cordboard.voice.control;

import org.cordboard.routing.entity.QueueMember;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.script.Script;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;

/// Waiting calls by REST (Voice reference 8.5).
public final class QueuedCalls {
    private final Stage stage;

    public QueuedCalls(Stage stage) {
        this.stage = stage;
    }

    /// The call leaves the queue and runs the document.
    public void dequeue(QueueMember member, String url, HttpMethod method) {
        var leg = stage.queues()
                .waiting(member.call())
                .orElseThrow(() -> new ControlFailure(404, 20404, "The call does not wait any more"));
        leg.divert(stage.endings().apply(Script.at(stage, url, method, Fields.NONE, null)), Diverted.Why.REDIRECTED);
    }
}

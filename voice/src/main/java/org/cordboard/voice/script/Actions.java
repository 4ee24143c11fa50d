package org.cordboard.voice.script;

import static org.cordboard.voice.twiml.Context.CALL;

import java.util.Set;
import org.cordboard.voice.flowrun.FlowAddress;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Action;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;

/// Where a document leads: actions asked or told, other documents fetched, within limits. One per script, on the leg's
/// own thread.
final class Actions {
    private static final int INVALID_URL = 11100;
    private static final int NEEDS_ABSOLUTE = 15004;
    private static final Step NEXT = new Step.Next();

    private final Stage stage;
    private final Context context;
    private final Fields standing;
    private final Pages pages;
    private final FetchLimits limits = new FetchLimits();

    /// @param standing parameters that every request of this script carries
    Actions(Stage stage, Context context, Fields standing) {
        this.stage = stage;
        this.context = context;
        this.standing = standing;
        this.pages = new Pages(stage.webhooks(), stage.alerts());
    }

    /// After a verb with an action: asks it, or goes on.
    ///
    /// @param current whether a missing action means the current document
    Step follow(Leg leg, VerbEnd end, Action action, Page page, boolean current)
            throws Departure, PageFailure, InterruptedException {
        var url = action.url() == null && current ? "" : action.url();
        var departure = end.departure();
        if (departure != null) {
            if (url != null && end.ask() && context == CALL) {
                boolean takenOver = departure instanceof Diverted diverted && diverted.why() == Diverted.Why.TAKEN_OVER;
                tell(leg, url, action.method(), end.fields(), page, takenOver);
            }
            throw departure;
        }
        return url == null || !end.ask() ? NEXT : go(leg, url, action.method(), end.fields(), page);
    }

    /// Asks an action whose answer nobody runs any more. A flow is told at once, and also when TaskRouter took the
    /// caller away: for it the call is over then.
    private void tell(Leg leg, String reference, HttpMethod method, Fields fields, Page page, boolean takenOver) {
        var url = page.resolve(reference).orElse(null);
        if (url == null) {
            return;
        }
        var callback = new Callback(url, method, Set.of());
        var sent = leg.parameters().with(fields);
        if (FlowAddress.of(url, stage.config().publicUrl().get()).isPresent()) {
            stage.events().send(leg, callback, takenOver ? sent.with(Fields.of("CallStatus", "completed")) : sent);
        } else if (!takenOver) {
            stage.events().sendLater(leg, callback, sent);
        }
    }

    Step go(Leg leg, String reference, HttpMethod method, Fields fields, Page page)
            throws PageFailure, Departure, InterruptedException {
        var url = page.resolve(reference)
                .orElseThrow(() -> new PageFailure(
                        page.url() == null ? NEEDS_ABSOLUTE : INVALID_URL,
                        reference,
                        "'" + reference + "' cannot be resolved to an absolute URL"));
        return new Step.Go(fetch(leg, url, method, fields));
    }

    Page fetch(Leg leg, String url, HttpMethod method, Fields more)
            throws PageFailure, Departure, InterruptedException {
        limits.count(url, System.nanoTime());
        var page = pages.fetch(leg, url, method, standing.with(more), context);
        leg.inbox().check();
        return page;
    }
}

package org.cordboard.voice;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.voice.browser.Applications;
import org.cordboard.voice.dial.Reception;
import org.cordboard.voice.flowrun.FlowRuns;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.script.Script;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.trunk.TrunkCalls;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// What answers a number: the document or flow that its settings name, an application's before its own.
final class Answers implements Reception.Answering, Applications {
    private static final int NO_URL = 11100;
    private static final int NOT_FOUND = 404;

    private final Stage stage;
    private final FlowRuns flows;
    private final TrunkCalls trunks;

    Answers(Stage stage, FlowRuns flows) {
        this.trunks = new TrunkCalls(stage);
        this.stage = stage;
        this.flows = flows;
    }

    @Override
    public Reception.Reaction of(PhoneNumber number, Account account) {
        var trunk = number.trunk().isEmpty()
                ? null
                : stage.engine().read(view -> view.record(Trunk.class, number.trunk()));
        if (trunk != null) {
            return new Reception.Reaction(trunks.originating(trunk, number.phoneNumber()), null);
        }
        var application = application(number.settings().get("voice_application_sid"));
        var settings = application == null ? number.settings() : application.settings();
        return new Reception.Reaction(program(settings), callback(settings));
    }

    @Override
    public Reception.Reaction of(Trunk trunk) {
        return new Reception.Reaction(trunks.terminating(trunk), null);
    }

    /// A domain that belongs to a carrier is answered by the carrier's settings.
    @Override
    public Reception.Reaction of(SipDomain domain, Account account) {
        var trunk = domain.carried()
                ? stage.engine().read(view -> view.record(ByocTrunk.class, domain.carrier()))
                : null;
        var settings = new HashMap<>(trunk == null ? domain.settings() : trunk.settings());
        if (trunk == null) {
            settings.put("status_callback", settings.getOrDefault("voice_status_callback_url", ""));
            settings.put("status_callback_method", settings.getOrDefault("voice_status_callback_method", "POST"));
        }
        return new Reception.Reaction(program(settings), callback(settings));
    }

    @Override
    public Optional<Reception.Reaction> of(String sid, Account account) {
        var found = application(sid);
        return found == null || !found.account().equals(account.sid())
                ? Optional.empty()
                : Optional.of(new Reception.Reaction(program(found.settings()), callback(found.settings())));
    }

    private @Nullable Application application(@Nullable String sid) {
        return sid == null || sid.isEmpty() ? null : stage.engine().read(view -> view.record(Application.class, sid));
    }

    private static @Nullable Callback callback(Map<String, String> settings) {
        var url = settings.getOrDefault("status_callback", "");
        return url.isBlank()
                ? null
                : new Callback(url, method(settings.get("status_callback_method")), Set.of("completed"));
    }

    private Program program(Map<String, String> settings) {
        var url = settings.getOrDefault("voice_url", "");
        if (url.isBlank()) {
            return leg -> {
                stage.alerts().error(leg, NO_URL, "the number or application has no voice URL");
                leg.release(CallStatus.FAILED, NOT_FOUND);
            };
        }
        return withFlow(
                flows, Script.at(stage, url, method(settings.get("voice_method")), Fields.NONE, fallback(settings)));
    }

    static Script.@Nullable Fallback fallback(Map<String, String> settings) {
        var url = settings.getOrDefault("voice_fallback_url", "");
        return url.isBlank() ? null : new Script.Fallback(url, method(settings.get("voice_fallback_method")));
    }

    /// A flow that drove the call hears of its end, however it came.
    static Program withFlow(FlowRuns flows, Program program) {
        return leg -> {
            try {
                program.run(leg);
                leg.release(CallStatus.NO_ANSWER, 480);
            } finally {
                flows.callEnded(leg);
            }
        };
    }

    static HttpMethod method(@Nullable String word) {
        return word != null && word.equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
    }
}

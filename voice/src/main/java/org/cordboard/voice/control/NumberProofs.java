package org.cordboard.voice.control;

import java.util.List;
import java.util.Set;
import org.cordboard.media.Playback;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Setting;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.script.NumberProof;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Calls numbers to find out whether they are their claimant's (Voice reference 15.1).
public final class NumberProofs {
    private static final int RING_SECONDS = 60;
    private static final int LIMIT_SECONDS = 180;
    private final Stage stage;

    public NumberProofs(Stage stage) {
        this.stage = stage;
    }

    /// Calls the number; options `CallDelay`, `Extension`, `StatusCallback`.
    ///
    /// @param sid of the caller id that a right answer makes
    /// @param kept what to keep then
    public Call call(Account account, String number, String code, String sid, Setting kept, Options options) {
        var callback = options.callback("StatusCallback", HttpMethod.POST, Set.of());
        var proof = new NumberProof(stage, code, (leg, proved) -> known(leg, proved, sid, kept, callback));
        var order = new Dialer.Order(
                account,
                Direction.API,
                null,
                number,
                new Address.Number(number),
                null,
                RING_SECONDS + options.whole("CallDelay", 0),
                LIMIT_SECONDS,
                null);
        var leg = stage.dialer().dial(order, Dialer.Prepared.NOTHING, answered -> {
            wait(answered, options.whole("CallDelay", 0));
            var extension = options.text("Extension");
            if (extension != null) {
                press(answered, extension);
            }
            proof.run(answered);
        });
        var record = stage.engine().read(view -> view.record(Call.class, leg.sid().value()));
        if (record == null) {
            throw new ControlFailure(500, 20500, "The call was not kept");
        }
        return record;
    }

    private static void wait(Leg leg, int seconds) throws Departure, InterruptedException {
        var end = Deadline.inSeconds(seconds);
        while (!end.passed()) {
            leg.inbox().take(end);
        }
    }

    private static void press(Leg leg, String keys) throws Departure, InterruptedException {
        Playback sending = leg.media().sendDigits(keys);
        leg.inbox().tell(sending.ended(), sending);
        Signal signal;
        do {
            signal = leg.inbox().take(Deadline.NEVER);
        } while (!(signal instanceof Signal.Finished(var finished, var _) && finished == sending));
    }

    private void known(Leg leg, boolean proved, String sid, Setting kept, @Nullable Callback callback) {
        if (proved) {
            stage.engine().submit(new RecordCommand.Put(List.of(kept)));
        }
        if (callback != null) {
            var told = leg.parameters().plus("VerificationStatus", proved ? "success" : "failed");
            stage.events().sendLater(leg, callback, proved ? told.plus("OutgoingCallerIdSid", sid) : told);
        }
    }
}

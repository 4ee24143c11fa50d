package org.cordboard.voice;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.routing.Engine;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.CallFields;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.leg.PromisedCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the records in order at start: calls and conferences that died with the last process are closed by the rules,
/// the tasks that waited for them are canceled, the reservations that talked in them wrap up.
final class Aftermath {
    private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

    private final Engine engine;
    private final CallRecords records;
    private final VoiceConfig config;
    private final CallEvents events;

    Aftermath(Engine engine, CallRecords records, VoiceConfig config, CallEvents events) {
        this.engine = engine;
        this.records = records;
        this.config = config;
        this.events = events;
    }

    void close() {
        var left = engine.read(view -> {
            var found = new ArrayList<Entity>();
            view.records(Call.class).stream()
                    .filter(call -> !call.status().isFinal() && call.node().equals(config.node()))
                    .forEach(found::add);
            view.records(Conference.class).stream()
                    .filter(c -> !c.status().equals("completed") && c.node().equals(config.node()))
                    .forEach(found::add);
            found.addAll(view.records(Participant.class));
            view.records(Execution.class).stream()
                    .filter(execution -> execution.status().equals("active"))
                    .forEach(found::add);
            return found;
        });
        if (!left.isEmpty()) {
            LOG.info("closing {} records of calls that ended with the last process", left.size());
        }
        left.forEach(this::close);
        engine.read(view -> view.records(Setting.class)).stream()
                .flatMap(setting -> PromisedCallback.of(setting).stream())
                .forEach(this::keep);
    }

    /// Whoever was to hear of a call's end and did not hears of it now; one who heard it just before the crash hears it
    /// again.
    private void keep(PromisedCallback promised) {
        var call = engine.read(view -> view.record(Call.class, promised.call().value()));
        var account = call == null ? null : engine.read(view -> view.account(call.account()));
        if (call == null || account == null) {
            records.remove(promised.kept());
        } else if (call.node().equals(config.node())) {
            LOG.info("telling of the end of {}, which the last process did not", call.sid());
            var fields = CallFields.late(call, promised);
            events.late(account, call, promised.callback(), promised.number(), fields, () -> records.remove(
                    promised.kept()));
        }
    }

    private void close(Entity entity) {
        switch (entity) {
            case Call call -> records.put(ended(call));
            case Conference conference -> {
                records.put(ended(conference));
                wrapUp(conference);
            }
            case Participant participant -> engine.submit(new RecordCommand.Remove(List.of(participant)));
            case Execution execution -> records.put(ended(execution));
            default -> throw new IllegalStateException("nothing else is looked for: " + entity.key());
        }
    }

    private Call ended(Call call) {
        boolean answered = call.status() == CallStatus.IN_PROGRESS;
        return new Call(
                call.sid(),
                call.account(),
                call.parent(),
                call.from(),
                call.to(),
                answered ? CallStatus.COMPLETED : CallStatus.FAILED,
                call.direction(),
                call.phoneNumber(),
                call.answeredBy(),
                call.startTime(),
                call.answerTime(),
                records.now(),
                call.sipResponseCode(),
                call.node(),
                call.details(),
                call.dateCreated(),
                records.now());
    }

    private Conference ended(Conference conference) {
        return new Conference(
                conference.sid(),
                conference.account(),
                conference.friendlyName(),
                "completed",
                "last-participant-left",
                null,
                conference.node(),
                conference.dateCreated(),
                records.now());
    }

    private void wrapUp(Conference conference) {
        if (!TaskSid.valid(conference.friendlyName())) {
            return;
        }
        var task = new TaskSid(conference.friendlyName());
        engine.read(view -> view.reservationsOfTask(task)).stream()
                .filter(reservation -> reservation.status() == ReservationStatus.ACCEPTED)
                .forEach(reservation -> engine.submit(
                        new ReservationCommand.CallEnded(reservation.workspace(), reservation.sid(), null)));
    }

    private Execution ended(Execution execution) {
        return new Execution(
                execution.sid(),
                execution.account(),
                execution.flow(),
                execution.flowRevision(),
                execution.contactChannelAddress(),
                "ended",
                execution.call(),
                execution.context(),
                execution.dateCreated(),
                records.now());
    }
}

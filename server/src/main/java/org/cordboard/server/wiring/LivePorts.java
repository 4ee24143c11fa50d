package org.cordboard.server.wiring;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cordboard.api.ports.Calls;
import org.cordboard.api.ports.Conferences;
import org.cordboard.api.ports.FlowRuns;
import org.cordboard.api.ports.Instruction;
import org.cordboard.api.ports.Interactions;
import org.cordboard.api.ports.Options;
import org.cordboard.api.ports.Ports;
import org.cordboard.api.ports.Texts;
import org.cordboard.api.ports.WorkerLegs;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.voice.Voice;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.LiveCalls;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.script.Script;
import org.cordboard.voice.stream.MediaStream;
import org.cordboard.voice.text.TextOrder;
import org.cordboard.voice.text.TextRefused;
import org.cordboard.voice.track.Fork;
import org.jspecify.annotations.Nullable;

/// Hands what REST and TaskRouter ask of live calls to the voice side, and its refusals back with their published code.
final class LivePorts {
    private final Voice voice;

    private LivePorts(Voice voice) {
        this.voice = voice;
    }

    static Ports of(Voice voice, Interactions interactions) {
        var live = new LivePorts(voice);
        return new Ports(
                live.calls(),
                live.conferences(),
                (member, url, method) -> Crossing.asked(() -> {
                    voice.queues().dequeue(member, url, Crossing.method(method));
                    return member;
                }),
                instruction -> Crossing.asked(() -> live.start(instruction)),
                live.workerLegs(),
                live.flowRuns(),
                live.texts(),
                interactions);
    }

    private Instruction start(Instruction instruction) {
        var instructions = voice.instructions();
        switch (instruction) {
            case Instruction.Conference c -> instructions.conference(c.reservation(), Crossing.options(c.options()));
            case Instruction.Dequeue d -> instructions.dequeue(d.reservation(), Crossing.options(d.options()));
            case Instruction.Call c ->
                instructions.call(c.reservation(), c.from(), c.url(), Crossing.options(c.options()));
            case Instruction.Redirect r ->
                instructions.redirect(r.reservation(), r.callSid(), r.url(), Crossing.options(r.options()));
            case Instruction.Supervise s ->
                instructions.supervise(s.reservation(), s.supervisor(), s.mode(), Crossing.options(s.options()));
        }
        return instruction;
    }

    private Calls calls() {
        var calls = voice.calls();
        return new Calls() {
            @Override
            public Call create(Account account, String to, String from, Twiml twiml, Options options) {
                return Crossing.asked(
                        () -> calls.create(account, to, from, crossed(twiml), Crossing.options(options)));
            }

            @Override
            public Call end(Call call, boolean canceledOnly) {
                return Crossing.asked(() -> calls.end(call.sid(), canceledOnly));
            }

            @Override
            public Call redirect(Call call, Twiml twiml, Options options) {
                return Crossing.asked(
                        () -> calls.redirect(call.sid(), crossed(twiml), Crossing.options(options)));
            }

            @Override
            public Call change(Call call, Options options) {
                return Crossing.asked(() -> calls.change(call.sid(), Crossing.options(options)));
            }

            @Override
            public Recording record(Call call, Options options) {
                return Crossing.asked(() -> calls.record(call.sid(), Crossing.options(options)));
            }

            @Override
            public @Nullable Path sound(Recording recording, boolean mp3, int channels) {
                try {
                    var renderings = voice.stage().recordings().renderings();
                    return renderings.of(recording, mp3, channels).orElse(null);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return null;
                }
            }

            @Override
            public Forked fork(Fork what, Call call, Options options, Map<String, String> custom) {
                return Crossing.asked(() -> forked(what, call, Crossing.options(options), custom));
            }

            @Override
            public @Nullable Forked stopFork(Fork what, Call call, String sidOrName) {
                return stopped(what, call, sidOrName).orElse(null);
            }

            @Override
            public void message(Call call, String sid, String content) {
                Crossing.asked(() -> {
                    voice.pageMessages().send(call.sid(), sid, content);
                    return call;
                });
            }

            @Override
            public @Nullable String audio(Call call) {
                return voice.stage().legs().find(call.sid()).flatMap(Leg::audio).orElse(null);
            }

            @Override
            public Call validate(Account account, String number, String code, Proved proved, Options options) {
                return Crossing.asked(() -> voice.numberProofs()
                        .call(account, number, code, proved.sid(), proved.kept(), Crossing.options(options)));
            }

            @Override
            public Recording control(Recording recording, String status, Options options) {
                return Crossing.asked(() -> calls.control(recording.sid(), status, Crossing.options(options)));
            }
        };
    }

    private Calls.Forked forked(
            Calls.Fork what, Call call, org.cordboard.voice.control.Options options, Map<String, String> custom) {
        return switch (what) {
            case STREAM -> shown(voice.callStreams().start(call.sid(), options, custom), true);
            case SIPREC -> shown(voice.callSiprecs().start(call.sid(), options, custom));
            case TRANSCRIPTION -> shown(voice.callTranscriptions().start(call.sid(), options));
        };
    }

    private Optional<Calls.Forked> stopped(Calls.Fork what, Call call, String sidOrName) {
        return switch (what) {
            case STREAM -> voice.callStreams().stop(call.sid(), sidOrName).map(stream -> shown(stream, false));
            case SIPREC -> voice.callSiprecs().stop(call.sid(), sidOrName).map(LivePorts::shown);
            case TRANSCRIPTION -> voice.callTranscriptions().stop(call.sid(), sidOrName).map(LivePorts::shown);
        };
    }

    private static Calls.Forked shown(MediaStream stream, boolean running) {
        return new Calls.Forked(stream.sid().value(), stream.name(), running);
    }

    private static Calls.Forked shown(Fork fork) {
        return new Calls.Forked(fork.sid(), fork.name(), fork.running());
    }

    private static LiveCalls.Twiml crossed(Calls.Twiml twiml) {
        return switch (twiml) {
            case Calls.Twiml.Fetched fetched -> {
                var fallback = fetched.fallbackUrl() == null
                        ? null
                        : new Script.Fallback(fetched.fallbackUrl(), Crossing.method(fetched.fallbackMethod()));
                yield new LiveCalls.Twiml.Fetched(fetched.url(), Crossing.method(fetched.method()), fallback);
            }
            case Calls.Twiml.Inline inline -> new LiveCalls.Twiml.Inline(inline.document());
            case Calls.Twiml.Application application ->
                new LiveCalls.Twiml.ByApplication(application.application());
        };
    }

    private Conferences conferences() {
        var conferences = voice.conferences();
        return new Conferences() {
            @Override
            public Conference end(Conference conference) {
                return Crossing.asked(() -> conferences.end(conference.sid()));
            }

            @Override
            public Conference announce(Conference conference, Options options) {
                return Crossing.asked(() -> conferences.announce(conference.sid(), Crossing.options(options)));
            }

            @Override
            public Participant add(Account account, String conference, String to, String from, Options options) {
                return Crossing.asked(
                        () -> conferences.add(account, conference, to, from, Crossing.options(options)));
            }

            @Override
            public Participant update(Participant participant, Options options) {
                return Crossing.asked(() -> conferences.update(
                        participant.conference(), participant.call().value(), Crossing.options(options)));
            }

            @Override
            public void remove(Participant participant) {
                Crossing.asked(() -> {
                    conferences.remove(
                            participant.conference(), participant.call().value());
                    return participant;
                });
            }
        };
    }

    private WorkerLegs workerLegs() {
        var legs = voice.workerLegs();
        return new WorkerLegs() {
            @Override
            public void updateWorker(Reservation reservation, Options options) {
                Crossing.asked(() -> {
                    legs.updateWorker(reservation, Crossing.options(options));
                    return reservation;
                });
            }

            @Override
            public void updateCustomer(Task task, Options options) {
                Crossing.asked(() -> {
                    legs.updateCustomer(task, Crossing.options(options));
                    return task;
                });
            }

            @Override
            public void holdWorker(Task task, WorkerSid target, Options options) {
                Crossing.asked(() -> {
                    legs.holdWorker(task, target, Crossing.options(options));
                    return task;
                });
            }

            @Override
            public void kickWorker(Task task, WorkerSid target) {
                Crossing.asked(() -> {
                    legs.kickWorker(task, target);
                    return task;
                });
            }
        };
    }

    private FlowRuns flowRuns() {
        var flows = voice.flowCalls();
        return new FlowRuns() {
            @Override
            public Execution start(
                    Account account,
                    Flow flow,
                    FlowRevision revision,
                    String to,
                    String from,
                    @Nullable String parameters,
                    String requestSid) {
                return Crossing.asked(() -> flows.start(account, revision, to, from, parameters));
            }

            @Override
            public Execution end(Execution execution) {
                return Crossing.asked(() -> flows.end(execution.sid()));
            }
        };
    }

    private Texts texts() {
        var texts = voice.texts();
        return new Texts() {
            @Override
            public TextMessage send(Account account, String from, String to, String body, @Nullable String callback) {
                return taken(() -> texts.send(TextOrder.of(account, from, to, body, callback)));
            }

            @Override
            public TextMessage bring(Account account, String from, String to, String body) {
                return taken(() -> texts.bring(account, from, to, body));
            }
        };
    }

    /// Gives the text to the voice side.
    @FunctionalInterface
    private interface Handing {
        TextMessage over() throws TextRefused;
    }

    private static TextMessage taken(Handing handing) {
        return Crossing.asked(() -> {
            try {
                return handing.over();
            } catch (TextRefused refused) {
                throw new ControlFailure(400, refused.code(), String.valueOf(refused.getMessage()));
            }
        });
    }
}

package org.cordboard.api.ports;

import java.nio.file.Path;
import java.util.Map;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// All ports to the side of live calls.
public record Ports(
        Calls calls,
        Conferences conferences,
        VoiceQueues queues,
        Instructions instructions,
        WorkerLegs workerLegs,
        FlowRuns flowRuns,
        Texts texts,
        Interactions interactions) {

    /// Without a record of requests.
    public Ports(
            Calls calls,
            Conferences conferences,
            VoiceQueues queues,
            Instructions instructions,
            WorkerLegs workerLegs,
            FlowRuns flowRuns,
            Texts texts) {
        this(calls, conferences, queues, instructions, workerLegs, flowRuns, texts, Interactions.none());
    }

    /// For a server without telephony: everything that needs a live call answers 503.
    public static Ports none() {
        Silent silent = new Silent();
        return new Ports(silent, silent, silent, silent, silent, silent, silent);
    }

    private static final class Silent
            implements Calls, Conferences, VoiceQueues, Instructions, WorkerLegs, FlowRuns, Texts {
        private static Problem refused() {
            return new Problem(ErrorCode.UNAVAILABLE, "This server runs without telephony");
        }

        @Override
        public Call create(Account account, String to, String from, Twiml twiml, Options options) {
            throw refused();
        }

        @Override
        public Call end(Call call, boolean canceledOnly) {
            throw refused();
        }

        @Override
        public Call redirect(Call call, Twiml twiml, Options options) {
            throw refused();
        }

        @Override
        public Call change(Call call, Options options) {
            throw refused();
        }

        @Override
        public Recording record(Call call, Options options) {
            throw refused();
        }

        @Override
        public Recording control(Recording recording, String status, Options options) {
            throw refused();
        }

        @Override
        public @Nullable Path sound(Recording recording, boolean mp3, int channels) {
            throw refused();
        }

        @Override
        public Forked fork(Fork what, Call call, Options options, Map<String, String> custom) {
            throw refused();
        }

        @Override
        public @Nullable Forked stopFork(Fork what, Call call, String sidOrName) {
            throw refused();
        }

        @Override
        public void message(Call call, String sid, String content) {
            throw refused();
        }

        @Override
        public @Nullable String audio(Call call) {
            return null;
        }

        @Override
        public Call validate(Account account, String number, String code, Proved proved, Options options) {
            throw refused();
        }

        @Override
        public Conference end(Conference conference) {
            throw refused();
        }

        @Override
        public Conference announce(Conference conference, Options options) {
            throw refused();
        }

        @Override
        public Participant add(Account account, String conference, String to, String from, Options options) {
            throw refused();
        }

        @Override
        public Participant update(Participant participant, Options options) {
            throw refused();
        }

        @Override
        public void remove(Participant participant) {
            throw refused();
        }

        @Override
        public void dequeue(QueueMember member, String url, String method) {
            throw refused();
        }

        @Override
        public void start(Instruction instruction) {
            throw refused();
        }

        @Override
        public void updateWorker(Reservation reservation, Options options) {
            throw refused();
        }

        @Override
        public void updateCustomer(Task task, Options options) {
            throw refused();
        }

        @Override
        public void holdWorker(Task task, WorkerSid target, Options options) {
            throw refused();
        }

        @Override
        public void kickWorker(Task task, WorkerSid target) {
            throw refused();
        }

        @Override
        public Execution start(
                Account account,
                Flow flow,
                FlowRevision revision,
                String to,
                String from,
                @Nullable String parameters,
                String requestSid) {
            throw refused();
        }

        @Override
        public Execution end(Execution execution) {
            throw refused();
        }

        @Override
        public TextMessage send(Account account, String from, String to, String body, @Nullable String callback) {
            throw refused();
        }

        @Override
        public TextMessage bring(Account account, String from, String to, String body) {
            throw refused();
        }
    }
}

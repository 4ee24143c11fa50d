package org.cordboard.server.wiring;

import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Instruction;
import org.cordboard.api.ports.Ports;
import org.cordboard.voice.Voice;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;

/// Hands what REST and TaskRouter ask of live calls to the voice side, and its refusals back with their published code.
final class LivePorts {
    private LivePorts() {}

    static Ports of(Voice voice) {
        var silent = Ports.none();
        return new Ports(
                silent.calls(),
                silent.conferences(),
                silent.queues(),
                instruction -> start(voice, instruction),
                silent.workerLegs(),
                silent.flowRuns());
    }

    private static void start(Voice voice, Instruction instruction) {
        var instructions = voice.instructions();
        asked(() -> {
            switch (instruction) {
                case Instruction.Conference c -> instructions.conference(c.reservation(), options(c.options()));
                case Instruction.Dequeue d -> instructions.dequeue(d.reservation(), options(d.options()));
                case Instruction.Call c ->
                    instructions.call(c.reservation(), c.from(), c.url(), options(c.options()));
                case Instruction.Redirect r ->
                    instructions.redirect(r.reservation(), r.callSid(), r.url(), options(r.options()));
                case Instruction.Supervise s ->
                    instructions.supervise(s.reservation(), s.supervisor(), s.mode(), options(s.options()));
            }
            return true;
        });
    }

    static Options options(org.cordboard.api.ports.Options asked) {
        return new Options(new TreeMap<>(asked.values()));
    }

    /// Runs it; a refusal of the voice side becomes the published error.
    static <T> T asked(Callable<T> work) {
        try {
            return work.call();
        } catch (ControlFailure refused) {
            throw new Problem(code(refused), String.valueOf(refused.getMessage()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ErrorCode code(ControlFailure refused) {
        for (var code : ErrorCode.values()) {
            if (code.number() == refused.code()) {
                return code;
            }
        }
        return refused.status() == 404 ? ErrorCode.NOT_FOUND : ErrorCode.BAD_REQUEST;
    }
}

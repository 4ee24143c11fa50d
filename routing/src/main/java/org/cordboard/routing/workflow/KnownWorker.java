package org.cordboard.routing.workflow;

import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Operand;
import org.cordboard.routing.expression.Problem;
import org.cordboard.routing.expression.Reference;
import org.cordboard.routing.expression.Root;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.expression.Value;
import org.cordboard.routing.sid.WorkerSid;

/// Names the one worker who may take the task, usually by a task attribute.
///
/// @param text as configured
public record KnownWorker(Kind kind, String text, Source source) {

    public enum Kind {
        SID,
        FRIENDLY_NAME
    }

    /// Where the name comes from.
    public sealed interface Source {
        /// Quoted text, or a worker SID written plainly.
        record Literal(String text) implements Source {}

        record FromTask(Reference reference) implements Source {}
    }

    /// Who is meant for one task.
    public sealed interface Resolved {
        record BySid(WorkerSid sid) implements Resolved {}

        record ByName(String friendlyName) implements Resolved {}

        /// The reference yields nothing: nobody is eligible, and nobody is told.
        record Nobody() implements Resolved {}

        /// The value cannot name a worker: nobody is eligible, and the debugger is told (warning 40154).
        record BadValue(Value value) implements Resolved {}
    }

    public sealed interface Parsed {
        record Ok(KnownWorker knownWorker) implements Parsed {}

        record Failed(Problem problem) implements Parsed {}
    }

    /// Reads the value of `known_worker_sid` or `known_worker_friendly_name`.
    public static Parsed parse(Kind kind, String text) {
        if (kind == Kind.SID && WorkerSid.valid(text)) {
            return new Parsed.Ok(new KnownWorker(kind, text, new Source.Literal(text)));
        }
        return switch (Operand.parse(text, Context.FILTER)) {
            case Operand.Parsed.Failed(var problem) -> new Parsed.Failed(problem);
            case Operand.Parsed.Ok(Operand.Literal(Value.Text(var literal))) ->
                new Parsed.Ok(new KnownWorker(kind, text, new Source.Literal(literal)));
            case Operand.Parsed.Ok(Operand.Path(var reference))
            when reference.root() == Root.TASK ->
                new Parsed.Ok(new KnownWorker(kind, text, new Source.FromTask(reference)));
            case Operand.Parsed.Ok _ ->
                new Parsed.Failed(new Problem("extraneous input '" + text + "' expecting task.", 0, text));
        };
    }

    public Resolved resolve(Scope task) {
        return switch (source) {
            case Source.Literal(var literal) -> named(new Value.Text(literal));
            case Source.FromTask(var reference) -> {
                var value = task.resolve(reference);
                yield value.isNull() ? new Resolved.Nobody() : named(value);
            }
        };
    }

    private Resolved named(Value value) {
        if (!(value instanceof Value.Text(var name)) || name.isBlank()) {
            return new Resolved.BadValue(value);
        }
        return switch (kind) {
            case FRIENDLY_NAME -> new Resolved.ByName(name);
            case SID -> WorkerSid.valid(name) ? new Resolved.BySid(new WorkerSid(name)) : new Resolved.BadValue(value);
        };
    }
}

package org.cordboard.routing.workflow;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.expression.Value;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.workflow.WorkflowConfiguration.Parsed;
import org.jspecify.annotations.Nullable;

/// Reads one configuration and collects all that is wrong with it. Used once.
final class ConfigurationReader {
    private static final int PROBLEMS_MAX = 100;
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    /// Stands in for a queue already reported, so that reading can go on to the next problem.
    private static final TaskQueueSid UNKNOWN = new TaskQueueSid("WQ" + "0".repeat(32));

    private final String text;
    private final Predicate<TaskQueueSid> knownQueue;
    private final List<Problem> problems = new ArrayList<>();

    ConfigurationReader(String text, Predicate<TaskQueueSid> knownQueue) {
        this.text = text;
        this.knownQueue = knownQueue;
    }

    Parsed read() {
        // Counted cheaply first: a character takes between one and three bytes.
        if (text.length() > WorkflowConfiguration.BYTES_MAX
                || text.getBytes(StandardCharsets.UTF_8).length > WorkflowConfiguration.BYTES_MAX) {
            problem(
                    "$",
                    "the configuration is longer than " + WorkflowConfiguration.BYTES_MAX + " bytes",
                    "Shorten it");
            return new Parsed.Invalid(problems);
        }
        return switch (Value.parse(text)) {
            case Value.Parsed.Failed(var message) -> {
                problem("$", "not valid JSON: " + message, "Correct the JSON text");
                yield new Parsed.Invalid(problems);
            }
            case Value.Parsed.Ok(var root) -> read(root);
        };
    }

    private Parsed read(Value root) {
        var routing = root.member("task_routing");
        if (!(routing instanceof Value.Object)) {
            problem(
                    "$.task_routing",
                    "missing, or no object",
                    "Wrap the rules in {\"task_routing\": {\"filters\": […]}}");
            return new Parsed.Invalid(problems);
        }
        var filters = filters(routing.member("filters"));
        var defaultQueue = defaultQueue(routing.member("default_filter"));
        return problems.isEmpty()
                ? new Parsed.Ok(new WorkflowConfiguration(text, filters, defaultQueue))
                : new Parsed.Invalid(problems);
    }

    private List<Filter> filters(Value value) {
        var path = "$.task_routing.filters";
        var filters = new ArrayList<Filter>();
        if (value instanceof Value.Array(var elements)) {
            for (int i = 0; i < elements.size() && problems.size() < PROBLEMS_MAX; i++) {
                var filter = filter(elements.get(i), path + "[" + i + "]");
                if (filter != null) {
                    filters.add(filter);
                }
            }
        } else if (!value.isNull()) {
            problem(path, "not an array", "Give the filters as an array");
        }
        return filters;
    }

    private Optional<TaskQueueSid> defaultQueue(Value value) {
        var path = "$.task_routing.default_filter";
        if (value.isNull()) {
            return Optional.empty();
        }
        if (!(value instanceof Value.Object)) {
            problem(path, "not an object", "Write {\"queue\": \"WQ…\"}");
            return Optional.empty();
        }
        return Optional.ofNullable(queue(value, path, null));
    }

    private @Nullable Filter filter(Value value, String path) {
        if (!(value instanceof Value.Object)) {
            problem(path, "not an object", "Write {\"expression\": \"…\", \"targets\": […]}");
            return null;
        }
        var expression = expression(value, path, "expression", Context.FILTER);
        if (expression == null && isBlank(value.member("expression"))) {
            problem(
                    path + ".expression",
                    "missing or empty",
                    "Write an expression over task attributes; 1==1 takes every task");
        }
        var targets = targets(value.member("targets"), path + ".targets");
        return expression == null || targets.isEmpty() ? null : new Filter(friendlyName(value), expression, targets);
    }

    /// The published key, and the two spellings other builders write.
    private static Optional<String> friendlyName(Value filter) {
        for (var key : List.of("filter_friendly_name", "friendlyName", "friendly_name")) {
            if (filter.member(key) instanceof Value.Text(var name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private List<Target> targets(Value value, String path) {
        var targets = new ArrayList<Target>();
        if (!(value instanceof Value.Array(var elements)) || elements.isEmpty()) {
            problem(path, "missing, empty or no array", "Give at least one target with a queue");
            return targets;
        }
        TaskQueueSid inherited = null;
        for (int i = 0; i < elements.size() && problems.size() < PROBLEMS_MAX; i++) {
            var at = path + "[" + i + "]";
            var target = elements.get(i);
            if (!(target instanceof Value.Object)) {
                problem(at, "not an object", "Write {\"queue\": \"WQ…\"}");
                continue;
            }
            // A queue that is wrong is reported where it stands, and not again in each target below.
            var queue = queue(target, at, inherited);
            targets.add(target(target, at, queue == null ? UNKNOWN : queue));
            inherited = queue == null ? UNKNOWN : queue;
        }
        return targets;
    }

    private Target target(Value value, String path, TaskQueueSid queue) {
        var expression = expression(value, path, "expression", Context.TARGET);
        return new Target(
                queue,
                expression == null ? Expression.of("", Context.TARGET) : expression,
                integer(value, path, "priority", 0),
                integer(value, path, "timeout", 1),
                orderBy(value, path),
                Optional.ofNullable(expression(value, path, "skip_if", Context.SKIP_IF)),
                knownWorker(value, path));
    }

    private @Nullable TaskQueueSid queue(Value holder, String path, @Nullable TaskQueueSid inherited) {
        var value = holder.member("queue");
        if (value.isNull() && inherited != null) {
            return inherited;
        }
        var at = path + ".queue";
        if (!(value instanceof Value.Text(var sid))) {
            problem(at, value.isNull() ? "missing" : "not a string", "Give the SID of a task queue, WQ…");
            return null;
        }
        if (!TaskQueueSid.valid(sid)) {
            problem(at, "'" + cut(sid) + "' is not the SID of a task queue", "Give WQ and 32 hexadecimal digits");
            return null;
        }
        var queue = new TaskQueueSid(sid);
        if (!knownQueue.test(queue)) {
            problem(at, "task queue " + sid + " does not exist in this workspace", "Create the queue, or name another");
            return null;
        }
        return queue;
    }

    /// Null when there is none, or when it is wrong, which is then reported.
    private @Nullable Expression expression(Value holder, String path, String key, Context context) {
        var text = text(holder, path, key);
        if (text == null) {
            return null;
        }
        return switch (Expression.parse(text, context)) {
            case Expression.Parsed.Ok(var expression) -> expression;
            case Expression.Parsed.Failed(var problem) -> {
                syntax(path + "." + key, problem);
                yield null;
            }
        };
    }

    private Optional<OrderBy> orderBy(Value holder, String path) {
        var text = text(holder, path, "order_by");
        if (text == null) {
            return Optional.empty();
        }
        return switch (OrderBy.parse(text)) {
            case OrderBy.Parsed.Ok(var orderBy) -> Optional.of(orderBy);
            case OrderBy.Parsed.Failed(var problem) -> {
                syntax(path + ".order_by", problem);
                yield Optional.empty();
            }
        };
    }

    private Optional<KnownWorker> knownWorker(Value holder, String path) {
        var sid = knownWorker(holder, path, "known_worker_sid", KnownWorker.Kind.SID);
        var name = knownWorker(holder, path, "known_worker_friendly_name", KnownWorker.Kind.FRIENDLY_NAME);
        if (!isBlank(holder.member("known_worker_sid")) && !isBlank(holder.member("known_worker_friendly_name"))) {
            problem(
                    path + ".known_worker_friendly_name",
                    "given together with known_worker_sid",
                    "Keep one of the two in a target");
        }
        return sid.or(() -> name);
    }

    private Optional<KnownWorker> knownWorker(Value holder, String path, String key, KnownWorker.Kind kind) {
        var text = text(holder, path, key);
        if (text == null) {
            return Optional.empty();
        }
        return switch (KnownWorker.parse(kind, text)) {
            case KnownWorker.Parsed.Ok(var knownWorker) -> Optional.of(knownWorker);
            case KnownWorker.Parsed.Failed(var problem) -> {
                syntax(path + "." + key, problem);
                yield Optional.empty();
            }
        };
    }

    /// The text at a key; null when it is absent or blank, or no text, which is then reported.
    private @Nullable String text(Value holder, String path, String key) {
        var value = holder.member(key);
        if (isBlank(value)) {
            return null;
        }
        if (value instanceof Value.Text(var text)) {
            return text;
        }
        problem(path + "." + key, "not a string", "Put the value in quotes");
        return null;
    }

    /// A JSON integer or a string of digits.
    private OptionalInt integer(Value holder, String path, String key, int least) {
        var value = holder.member(key);
        if (isBlank(value)) {
            return OptionalInt.empty();
        }
        var number = number(value);
        if (number == null
                || number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            problem(
                    path + "." + key,
                    cut(value.toJson()) + " is not a whole number from " + least + " to " + Integer.MAX_VALUE,
                    least == 0 ? "Give a whole number, 0 or above" : "Give a whole number of seconds, 1 or above");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number.intValue());
    }

    private static @Nullable BigDecimal number(Value value) {
        if (value instanceof Value.Number number && number.isInteger()) {
            return number.value();
        }
        return value instanceof Value.Text(var text)
                        && INTEGER.matcher(text.strip()).matches()
                ? new BigDecimal(text.strip())
                : null;
    }

    private static boolean isBlank(Value value) {
        return value.isNull() || value instanceof Value.Text(var text) && text.isBlank();
    }

    private void syntax(String path, org.cordboard.routing.expression.Problem problem) {
        problem(path, problem.message() + " at position " + problem.position(), "Correct the expression there");
    }

    private void problem(String path, String reason, String remedy) {
        problems.add(new Problem(path, reason, remedy));
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}

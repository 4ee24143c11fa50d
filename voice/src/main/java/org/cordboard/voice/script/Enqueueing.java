package org.cordboard.voice.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.queue.Queues.Entry;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Enqueue: into a queue, or into a workflow as a task, until the call leaves it.
public final class Enqueueing {
    static final int BAD_WAIT_URL = 14202;
    private static final int NAME_TOO_LONG = 14205;
    private static final int NAME_TOO_SHORT = 14204;
    private static final int QUEUE_FULL = 14207;
    private static final int BAD_WORKFLOW = 14220;
    private static final int BAD_ATTRIBUTES = 14221;
    private static final int NOT_CREATED = 14222;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] ATTRIBUTES = {
        "CallSid",
        "AccountSid",
        "From",
        "To",
        "Caller",
        "Called",
        "Direction",
        "CallStatus",
        "ApiVersion",
        "FromCity",
        "FromState",
        "FromZip",
        "FromCountry",
        "ToCity",
        "ToState",
        "ToZip",
        "ToCountry",
        "CallerCity",
        "CallerState",
        "CallerZip",
        "CallerCountry",
        "CalledCity",
        "CalledState",
        "CalledZip",
        "CalledCountry"
    };

    private final Stage stage;

    public Enqueueing(Stage stage) {
        this.stage = stage;
    }

    /// A document's Enqueue: its waitUrl may be relative to the page.
    VerbEnd perform(Leg leg, Verb.Enqueue enqueue, Page page) throws InterruptedException {
        var reference = enqueue.waitUrl();
        if (reference == null || reference.isEmpty()) {
            return perform(leg, enqueue, reference, enqueue.waitMethod());
        }
        var waitUrl = page.resolve(reference);
        if (waitUrl.isEmpty()) {
            stage.alerts().error(leg, BAD_WAIT_URL, "'" + reference + "' is not a waitUrl");
            return VerbEnd.with(refused(leg, enqueue, "error"));
        }
        return perform(leg, enqueue, waitUrl.get(), enqueue.waitMethod());
    }

    /// @param waitUrl absolute; null for our music, empty for silence
    public VerbEnd perform(Leg leg, Verb.Enqueue enqueue, @Nullable String waitUrl, HttpMethod waitMethod)
            throws InterruptedException {
        return switch (enter(leg, enqueue)) {
            case Entry.Refused(var result, var _) -> VerbEnd.with(refused(leg, enqueue, result));
            case Entry.Waiting(var member) -> {
                var waits = new Waits(stage).queue(leg, waitUrl, waitMethod);
                var ending = stage.queues().await(leg, member, waits);
                var fields = Fields.of(
                        "QueueResult", ending.result(),
                        "QueueSid", member.queue().value(),
                        "QueueTime", ending.figures().first("QueueTime").orElse("0"));
                yield new VerbEnd(fields, true, ending.departure());
            }
        };
    }

    private Fields refused(Leg leg, Verb.Enqueue enqueue, String result) {
        var name = enqueue.name() == null ? enqueue.workflowSid() : enqueue.name();
        var queue = name == null ? null : stage.queues().find(leg.account().sid(), name).orElse(null);
        return Fields.of("QueueResult", result, "QueueTime", "0")
                .plus("QueueSid", queue == null ? null : queue.sid().value());
    }

    private Entry reported(Leg leg, Entry entry) {
        if (entry instanceof Entry.Refused(var result, var why)) {
            if (result.equals("queue-full")) {
                stage.alerts().warn(leg, QUEUE_FULL, why);
            } else {
                stage.alerts().error(leg, NOT_CREATED, why);
            }
        }
        return entry;
    }

    private Entry enter(Leg leg, Verb.Enqueue enqueue) {
        var workflow = enqueue.workflowSid();
        if (workflow == null) {
            return byName(leg, enqueue);
        }
        if (!WorkflowSid.valid(workflow)) {
            return refused(leg, BAD_WORKFLOW, "'" + workflow + "' is not a workflow");
        }
        var task = enqueue.task();
        var attributes = attributes(leg);
        if (task != null && !task.attributes().isBlank()) {
            try {
                if (!(JSON.readTree(task.attributes()) instanceof ObjectNode given)) {
                    return refused(leg, BAD_ATTRIBUTES, "the task's attributes are not a JSON object");
                }
                attributes.setAll(given);
            } catch (JsonProcessingException _) {
                return refused(leg, BAD_ATTRIBUTES, "the task's attributes are not JSON");
            }
        }
        var entry = stage.queues()
                .enter(
                        leg,
                        new WorkflowSid(workflow),
                        attributes.toString(),
                        task == null ? null : task.priority(),
                        task == null ? null : task.timeout());
        return reported(leg, entry);
    }

    private Entry byName(Leg leg, Verb.Enqueue enqueue) {
        var name = enqueue.name();
        if (name == null) {
            return refused(leg, NAME_TOO_SHORT, "<Enqueue> names no queue");
        }
        if (name.length() > 64) {
            return refused(leg, NAME_TOO_LONG, "a queue's name has at most 64 characters");
        }
        return reported(leg, stage.queues().enter(leg, name, enqueue.maxQueueSize()));
    }

    private Entry refused(Leg leg, int code, String why) {
        stage.alerts().error(leg, code, why);
        return new Entry.Refused("error", why);
    }

    /// The call's own attributes of a task: always text, named as in the reference.
    private static ObjectNode attributes(Leg leg) {
        var node = JSON.createObjectNode();
        var fields = leg.parameters().asMap();
        for (var name : ATTRIBUTES) {
            var value = fields.get(name);
            if (value == null) {
                node.putNull(snake(name));
            } else {
                node.put(snake(name), value);
            }
        }
        return node;
    }

    private static String snake(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}

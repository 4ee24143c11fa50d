package org.cordboard.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.cordboard.routing.command.TaskChannelCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Task channels (2.3).
final class TaskChannels {
    private static final Pattern UNIQUE_NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    /// Unique name to friendly name of those every workspace is born with.
    static final SequencedMap<String, String> BUILT_IN = builtIn();

    private TaskChannels() {}

    private static SequencedMap<String, String> builtIn() {
        var names = new LinkedHashMap<String, String>();
        names.put("default", "Default");
        names.put("voice", "Voice");
        names.put("chat", "Programmable Chat");
        names.put("sms", "SMS");
        names.put("video", "Video");
        return names;
    }

    static @Nullable Entity decide(Turn turn, TaskChannelCommand command) {
        return switch (command) {
            case TaskChannelCommand.Create create -> create(turn, create);
            case TaskChannelCommand.Update update -> update(turn, update);
            case TaskChannelCommand.Delete delete -> {
                delete(turn, delete);
                yield null;
            }
        };
    }

    private static TaskChannel find(Turn turn, WorkspaceSid workspace, TaskChannelSid sid) {
        var channel = turn.state.taskChannels.get(sid);
        if (channel == null || !channel.workspace().equals(workspace)) {
            throw Refused.notFound(sid);
        }
        return channel;
    }

    private static TaskChannel create(Turn turn, TaskChannelCommand.Create create) {
        var workspace = Checks.workspace(turn, create.workspace());
        Checks.name(turn, "FriendlyName", create.friendlyName());
        Checks.name(turn, "UniqueName", create.uniqueName());
        if (!UNIQUE_NAME.matcher(create.uniqueName()).matches()) {
            throw Refused.invalid("UniqueName must consist of letters, digits, _ and $ and not begin with a digit, was '"
                    + create.uniqueName() + "'");
        }
        if (workspace.taskChannels.values().stream()
                .anyMatch(channel -> channel.uniqueName().equals(create.uniqueName()))) {
            throw Refused.invalid("Task channel with the same unique name already exists");
        }
        return add(
                turn,
                create.workspace(),
                create.friendlyName(),
                create.uniqueName(),
                Boolean.TRUE.equals(create.channelOptimizedRouting()));
    }

    /// Every worker of the workspace gets the channel (2.3).
    static TaskChannel add(
            Turn turn, WorkspaceSid workspace, String friendlyName, String uniqueName, boolean optimized) {
        var channel = new TaskChannel(
                turn.sid(TaskChannelSid.PREFIX, TaskChannelSid::new),
                workspace,
                friendlyName,
                uniqueName,
                optimized,
                turn.now,
                turn.now);
        var changed = new ArrayList<Entity>();
        changed.add(channel);
        for (var worker : turn.state.requireWorkspace(workspace).workers.values()) {
            changed.add(Workers.newChannel(turn, worker.value, channel));
        }
        turn.emit(EventType.TASK_CHANNEL_CREATED, workspace, turn.about().taskChannel(channel), changed);
        return channel;
    }

    private static TaskChannel update(Turn turn, TaskChannelCommand.Update update) {
        var channel = find(turn, update.workspace(), update.taskChannel());
        var name = update.friendlyName() == null
                ? channel.friendlyName()
                : Checks.name(turn, "FriendlyName", update.friendlyName());
        boolean optimized = update.channelOptimizedRouting() == null
                ? channel.channelOptimizedRouting()
                : update.channelOptimizedRouting();
        var next = new TaskChannel(
                channel.sid(),
                channel.workspace(),
                name,
                channel.uniqueName(),
                optimized,
                channel.dateCreated(),
                turn.now);
        turn.emit(EventType.TASK_CHANNEL_UPDATED, update.workspace(), turn.about().taskChannel(next), List.of(next));
        return next;
    }

    private static void delete(Turn turn, TaskChannelCommand.Delete delete) {
        var channel = find(turn, delete.workspace(), delete.taskChannel());
        if (BUILT_IN.containsKey(channel.uniqueName())) {
            throw Refused.invalid("Task channel " + channel.uniqueName() + " is built in and cannot be deleted");
        }
        var workspace = turn.state.requireWorkspace(delete.workspace());
        boolean used = workspace.tasks.values().stream()
                .anyMatch(task -> task.value.taskChannel().equals(channel.sid()));
        if (used) {
            throw Refused.invalid("Task channel " + channel.uniqueName() + " cannot be deleted while tasks are in it");
        }
        var removed = new ArrayList<Entity>();
        for (var worker : workspace.workers.values()) {
            var slot = worker.slots.get(channel.sid());
            if (slot != null && slot.value.openReservations() > 0) {
                throw Refused.invalid(
                        "Task channel " + channel.uniqueName() + " cannot be deleted while reservations are open on it");
            }
            if (slot != null) {
                removed.add(slot.value);
            }
        }
        removed.add(channel);
        turn.emit(
                EventType.TASK_CHANNEL_DELETED,
                delete.workspace(),
                turn.about().taskChannel(channel),
                Map.of(),
                List.of(),
                removed);
    }
}

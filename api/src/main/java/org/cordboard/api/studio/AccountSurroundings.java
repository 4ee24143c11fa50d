package org.cordboard.api.studio;

import java.util.Optional;
import org.cordboard.api.voice.Records;
import org.cordboard.flow.Definitions;
import org.cordboard.flow.FlowDefinition;
import org.cordboard.flow.FlowImporter;
import org.cordboard.flow.Surroundings;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// What the account of a flow has that its widgets may name.
record AccountSurroundings(Records records, AccountSid account) implements Surroundings {
    @Override
    public boolean hasWorkflow(String sid) {
        return WorkflowSid.valid(sid)
                && records.read(view -> {
                    var workflow = view.workflow(new WorkflowSid(sid));
                    return workflow != null && ours(view.workspace(workflow.workspace()));
                });
    }

    @Override
    public boolean hasTaskChannel(String sid) {
        return TaskChannelSid.valid(sid)
                && records.read(view -> {
                    var channel = view.taskChannel(new TaskChannelSid(sid));
                    return channel != null && ours(view.workspace(channel.workspace()));
                });
    }

    private boolean ours(@Nullable Workspace workspace) {
        return workspace != null && workspace.account().equals(account);
    }

    @Override
    public boolean hasFlow(String sid) {
        return found(sid) != null;
    }

    @Override
    public Optional<FlowDefinition> flow(String sid, String revision) {
        var flow = found(sid);
        var number = flow == null ? null : number(flow, revision);
        var stored = flow == null || number == null
                ? null
                : records.find(FlowRevision.class, flow.sid() + "/" + number);
        return stored == null
                ? Optional.empty()
                : FlowImporter.read(stored.definition(), FlowImporter.Mode.REPAIR, FlowImporter.Purpose.DRAFT)
                        .flow();
    }

    private @Nullable Flow found(String sid) {
        var flow = FlowSid.valid(sid) ? records.find(Flow.class, new FlowSid(sid).value()) : null;
        return flow != null && flow.account().equals(account) ? flow : null;
    }

    private static @Nullable Integer number(Flow flow, String revision) {
        return switch (revision) {
            case Definitions.LATEST_PUBLISHED -> flow.publishedRevision();
            case Definitions.LATEST_DRAFT -> Integer.valueOf(flow.revision());
            default -> revision.matches("[0-9]{1,9}") ? Integer.valueOf(revision) : null;
        };
    }
}

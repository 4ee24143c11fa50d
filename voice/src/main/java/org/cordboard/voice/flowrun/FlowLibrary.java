package org.cordboard.voice.flowrun;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cordboard.flow.Definitions;
import org.cordboard.flow.FlowDefinition;
import org.cordboard.flow.FlowImporter;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.sid.FlowSid;
import org.jspecify.annotations.Nullable;

/// The stored flows, parsed. A saved revision never changes, so what was read once stays.
final class FlowLibrary implements Definitions {
    private static final int KEPT_MAX = 500;

    private final Engine engine;
    private final Map<String, FlowDefinition> parsed = new LinkedHashMap<>(16, 0.75f, true);

    FlowLibrary(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<Revision> find(String flowSid, String revision) {
        if (!FlowSid.valid(flowSid)) {
            return Optional.empty();
        }
        var stored = engine.read(view -> {
            var flow = view.record(Flow.class, flowSid);
            var number = flow == null ? null : number(flow, revision);
            return number == null ? null : view.record(FlowRevision.class, flowSid + "/" + number);
        });
        if (stored == null) {
            return Optional.empty();
        }
        return definition(stored).map(definition -> new Revision(flowSid, stored.revision(), definition));
    }

    private static @Nullable Integer number(Flow flow, String revision) {
        return switch (revision) {
            case LATEST_PUBLISHED -> flow.publishedRevision();
            case LATEST_DRAFT -> flow.revision();
            default -> revision.matches("[0-9]{1,9}") ? Integer.valueOf(revision) : null;
        };
    }

    private synchronized Optional<FlowDefinition> definition(FlowRevision stored) {
        var known = parsed.get(stored.key());
        if (known != null) {
            return Optional.of(known);
        }
        var read = FlowImporter.read(stored.definition(), FlowImporter.Mode.REPAIR, FlowImporter.Purpose.DRAFT);
        read.flow().ifPresent(definition -> {
            parsed.put(stored.key(), definition);
            if (parsed.size() > KEPT_MAX) {
                parsed.remove(parsed.keySet().iterator().next());
            }
        });
        return read.flow();
    }
}

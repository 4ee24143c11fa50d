package org.cordboard.routing.expression;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A worker of the tests.
record TestWorker(
        Attributes attributes,
        String sid,
        String friendlyName,
        String activitySid,
        String activityName,
        Map<String, Channel> channels)
        implements WorkerScope {

    static final String SID = "WK00000000000000000000000000000001";
    static final String ACTIVITY = "WA00000000000000000000000000000001";

    static TestWorker with(String attributes) {
        return new TestWorker(Attributes.of(attributes), SID, "ana", ACTIVITY, "Available", Map.of());
    }

    TestWorker channel(String name, int capacity, int assigned, int percentage) {
        var more = new HashMap<>(channels);
        more.put(name, new Channel(capacity, assigned, percentage));
        return new TestWorker(attributes, sid, friendlyName, activitySid, activityName, more);
    }

    @Override
    public @Nullable Channel channel(String uniqueName) {
        return channels.get(uniqueName);
    }
}

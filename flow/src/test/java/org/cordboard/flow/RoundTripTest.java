package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random valid flows come back unchanged: import, export, import.
class RoundTripTest {

    private static final List<WidgetType> TYPES = Catalogue.all()
            .filter(type -> type.nature() != WidgetType.Nature.TRIGGER)
            .toList();
    private static final String[] TEXTS = {
        "plain", "{{trigger.call.From}}", "a \"quoted\" – text & <mark>", "{% if flow.variables.n %}x{% endif %}", "日本語", "a\nb"
    };

    @Test
    @Timeout(60)
    void aThousandRandomFlowsSurviveImportExportImport() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RoundTripTest seed " + seed);
        var random = new Random(seed);
        for (int number = 0; number < 1000; number++) {
            var text = Json.write(flow(random));
            var about = "seed " + seed + ", flow " + number;
            var first = FlowImporter.read(text, Mode.STRICT, Purpose.DRAFT);
            assertEquals(List.of(), first.errors(), about);
            var exported = first.flow().orElseThrow().json();
            assertEquals(Json.parse(text), Json.parse(exported), about);
            var second = FlowImporter.read(exported, Mode.STRICT, Purpose.DRAFT);
            assertEquals(first.flow(), second.flow(), about);
            var repaired = FlowImporter.read(exported, Mode.REPAIR, Purpose.DRAFT);
            assertEquals(first.flow().orElseThrow().states().size(), repaired.flow().orElseThrow().states().size(), about);
            assertEquals(
                    repaired.flow(),
                    FlowImporter.read(repaired.flow().orElseThrow().json(), Mode.REPAIR, Purpose.DRAFT).flow(),
                    about);
        }
    }

    private static ObjectNode flow(Random random) {
        var names = new ArrayList<String>();
        for (int index = random.nextInt(12); index >= 0; index--) {
            names.add((random.nextBoolean() ? "w_" : "w-") + index);
        }
        var flow = Json.MAPPER.createObjectNode();
        flow.put("description", pick(random, TEXTS));
        var states = flow.putArray("states");
        int triggerAt = random.nextInt(names.size() + 1);
        for (int index = 0; index <= names.size(); index++) {
            if (index == triggerAt) {
                states.add(state(random, "Trigger", Catalogue.type("trigger").orElseThrow(), names));
            }
            if (index < names.size()) {
                states.add(state(random, names.get(index), TYPES.get(random.nextInt(TYPES.size())), names));
            }
        }
        flow.put("initial_state", "Trigger");
        if (random.nextBoolean()) {
            flow.putObject("flags").put("allow_concurrent_calls", random.nextBoolean());
        }
        return flow;
    }

    private static ObjectNode state(Random random, String name, WidgetType type, List<String> names) {
        var state = Json.MAPPER.createObjectNode();
        state.put("name", name).put("type", type.name());
        var properties = state.putObject("properties");
        if (random.nextInt(4) > 0) {
            var offset = properties.putObject("offset").put("x", random.nextInt(2000) - 1000);
            offset.put("y", new BigDecimal("12.50").multiply(BigDecimal.valueOf(random.nextInt(9))));
        }
        for (var property : type.properties().values()) {
            if (property.required() || random.nextInt(3) == 0) {
                value(random, properties, property);
            }
        }
        if (type.name().equals("enqueue-call") && !properties.has("queue_name")) {
            properties.put("workflow_sid", "WW00000000000000000000000000000001");
        }
        if (type.name().equals("run-subflow")) {
            properties.put("flow_sid", "FW00000000000000000000000000000001").put("flow_revision", "LatestPublished");
        }
        var exits = state.putArray("transitions");
        for (var event : type.events()) {
            int times = event.equals("match") ? random.nextInt(4) : 1;
            for (int time = 0; time < times; time++) {
                var exit = exits.addObject().put("event", event);
                if (random.nextBoolean()) {
                    exit.put("next", names.get(random.nextInt(names.size())));
                }
                if (event.equals("match")) {
                    var condition = exit.putArray("conditions").addObject();
                    condition.put("friendly_name", "If").putArray("arguments").add(pick(random, TEXTS));
                    condition.put("type", Comparison.values()[random.nextInt(Comparison.values().length)].published());
                    condition.put("value", "2");
                }
                if (random.nextInt(10) == 0) {
                    exit.put("uuid", "kept");
                }
            }
        }
        return state;
    }

    private static void value(Random random, ObjectNode properties, Property property) {
        var range = property.range();
        var literal = !property.allowed().isEmpty()
                ? property.allowed().get(random.nextInt(property.allowed().size()))
                : range != null
                        ? Long.toString(range.min() + random.nextInt(3))
                        : property.shape() != null
                                ? property.fallback().isEmpty() ? "1" : property.fallback()
                                : pick(random, TEXTS);
        switch (property.kind()) {
            case STRING -> properties.put(
                    property.name(),
                    property.name().equals("recording_status_callback_events") ? "completed absent" : literal);
            case INTEGER -> properties.put(property.name(), range == null ? random.nextInt(10) : Integer.parseInt(literal));
            case BOOLEAN -> properties.put(property.name(), random.nextBoolean());
            case PARAMETERS -> {
                var list = properties.putArray(property.name());
                for (int index = random.nextInt(3); index >= 0; index--) {
                    list.addObject().put("key", "k" + index).put("value", pick(random, TEXTS));
                }
            }
        }
    }

    private static String pick(Random random, String[] texts) {
        return texts[random.nextInt(texts.length)];
    }
}

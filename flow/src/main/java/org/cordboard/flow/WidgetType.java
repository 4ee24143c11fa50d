package org.cordboard.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the published schema says about one widget type.
///
/// @param events all exits in published order
/// @param properties by name, in published order
/// @param aliases wrong names seen in the field, with the right one; "" drops the property
/// @param outputs variables it stores; empty when anything may come
record WidgetType(
        String name,
        Nature nature,
        List<String> events,
        Map<String, Property> properties,
        Map<String, String> aliases,
        List<String> outputs) {

    enum Nature {
        TRIGGER,
        /// Needs the live call and waits for it.
        ON_CALL,
        /// Works with and without a call.
        OFF_CALL,
        /// Known by name only.
        UNSUPPORTED
    }

    static WidgetType of(String name, Nature nature, List<String> events, Property... properties) {
        var byName = new LinkedHashMap<String, Property>();
        for (var property : properties) {
            byName.put(property.name(), property);
        }
        return new WidgetType(name, nature, events, byName, Map.of(), List.of());
    }

    WidgetType aliases(Map<String, String> wrongToRight) {
        return new WidgetType(name, nature, events, properties, wrongToRight, outputs);
    }

    WidgetType stores(String... variables) {
        return new WidgetType(name, nature, events, properties, aliases, List.of(variables));
    }

    Optional<Property> property(String wanted) {
        return Optional.ofNullable(properties.get(wanted));
    }

    String fallback(String property) {
        return property(property).map(Property::fallback).orElse("");
    }

    boolean supported() {
        return nature != Nature.UNSUPPORTED;
    }
}

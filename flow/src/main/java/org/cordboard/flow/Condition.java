package org.cordboard.flow;

import java.util.List;

/// One test of a split.
///
/// @param arguments templates of the left side; empty means the split's input
/// @param type the published comparison name, for example `equal_to`
/// @param value template of the right side
public record Condition(String friendlyName, List<String> arguments, String type, String value) {

    public Condition {
        arguments = List.copyOf(arguments);
    }
}

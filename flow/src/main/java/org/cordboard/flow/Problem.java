package org.cordboard.flow;

/// Something wrong with a definition.
///
/// @param rule number in the list of rules in `flow/README.md`; tools may filter by it
/// @param path where, as a JSON pointer fragment with zero-based indexes, for example `#/states/3/properties/timeout`
/// @param message what is wrong, in the wording the public service uses where one is known
/// @param remedy what the author can do about it
public record Problem(Severity severity, int rule, String path, String message, String remedy) {

    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}

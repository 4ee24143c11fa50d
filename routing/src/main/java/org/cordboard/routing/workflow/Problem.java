package org.cordboard.routing.workflow;

/// One thing wrong with a configuration.
///
/// @param path where, as a JSON path such as `$.task_routing.filters[0].targets[1].queue`
/// @param reason what is wrong
/// @param remedy what to write instead
public record Problem(String path, String reason, String remedy) {
    @Override
    public String toString() {
        return path + ": " + reason + ". " + remedy;
    }
}

package org.cordboard.routing;

/// What an operator may choose about routing. Part of the deterministic state machine: every node of a cluster must
/// run with the same values.
///
/// @param olderActivities new single-tasking workspaces get Offline, Idle, Busy and Reserved, as in the public
///     service's early years
public record RoutingSettings(Limits limits, boolean olderActivities) {
    public static final RoutingSettings DEFAULT = new RoutingSettings(Limits.DEFAULT, false);
}

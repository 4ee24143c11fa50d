package org.cordboard.routing.command;

/// Makes everything happen whose time has come by the entry's time. The leader appends it when the earliest deadline of
/// the state is due; at any other time it changes nothing.
public record ExpireDue() implements Command {}

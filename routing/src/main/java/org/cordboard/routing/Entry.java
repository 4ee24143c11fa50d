package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.command.Command;

/// One entry of the log: a command with everything that is not deterministic, stamped by the leader.
///
/// @param now never before the previous entry's
/// @param seedHigh with `seedLow`, where the SIDs of what the command makes come from
public record Entry(Instant now, long seedHigh, long seedLow, Command command) {}

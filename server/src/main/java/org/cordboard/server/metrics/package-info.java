/// What the server counts and measures about itself, as text for Prometheus, and whether it is up and ready. Every label
/// has a bounded set of values; nobody's number or name is among them. Figures of the state are read when asked for.
@NullMarked
package org.cordboard.server.metrics;

import org.jspecify.annotations.NullMarked;

/// Calls through the trunks that lead to an account's own exchange (Voice reference 11.7). No application is asked: what
/// the world brings for a number goes to the exchange, what the exchange brings goes to the world. When the exchange
/// cannot be reached, the trunk's disaster recovery document speaks instead.
@NullMarked
package org.cordboard.voice.trunk;

import org.jspecify.annotations.NullMarked;

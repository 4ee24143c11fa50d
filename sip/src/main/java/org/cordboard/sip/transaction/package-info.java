/// The four transaction state machines of RFC 3261 section 17, with the Accepted state of RFC 6026, as pure
/// step functions. A step takes a state and an input and gives the next state and actions; it sends nothing
/// and reads no clock. The tables in the tests fail when a transition is never taken.
@NullMarked
package org.cordboard.sip.transaction;

import org.jspecify.annotations.NullMarked;

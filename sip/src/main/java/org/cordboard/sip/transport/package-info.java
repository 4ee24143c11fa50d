/// Sockets and names: the only place that reads or writes the network. It delivers whole datagrams and
/// framed stream messages upward as bytes and takes bytes downward with a [org.cordboard.sip.Flow]; it
/// knows nothing of what they mean. One platform thread reads UDP; each TCP or TLS connection has a reading
/// and a writing virtual thread.
@NullMarked
package org.cordboard.sip.transport;

import org.jspecify.annotations.NullMarked;

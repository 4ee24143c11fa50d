/// Requests to a whole server over real sockets, at rising rates. The generator shares the machine with the server, and
/// its own work counts into what it measures. Nothing is mocked.
@NullMarked
package org.cordboard.bench.http;

import org.jspecify.annotations.NullMarked;

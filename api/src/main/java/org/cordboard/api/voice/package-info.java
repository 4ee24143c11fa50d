/// The 2010-04-01 API: calls, conferences, queues, numbers, applications, keys, recordings and the debugger log.
/// Records are read from the engine; what touches a live call goes through [org.cordboard.api.ports].
/// The published behaviour is in the Voice reference; numbers in comments are its sections.
@NullMarked
package org.cordboard.api.voice;

import org.jspecify.annotations.NullMarked;

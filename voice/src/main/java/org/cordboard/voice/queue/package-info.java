/// Calls that wait. That a call waits is durable routing state; that its leg listens to music and can be connected is
/// kept here, on the node that holds the leg.
@NullMarked
package org.cordboard.voice.queue;

import org.jspecify.annotations.NullMarked;

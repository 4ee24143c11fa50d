/// What runs beside a call and hears its tracks: started and stopped by name or SID, ended with the call. The inbound
/// track is what the far end says, the outbound one what it is told. The media thread only ever copies into a ring.
@NullMarked
package org.cordboard.voice.track;

import org.jspecify.annotations.NullMarked;

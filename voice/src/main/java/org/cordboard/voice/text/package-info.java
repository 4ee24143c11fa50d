/// Texts to and from numbers of ours: kept as records, brought to applications by webhook, sent by SIP MESSAGE to phones
/// and by webhook to a gateway where one is set. [org.cordboard.voice.text.Texts] is the door. Nothing here is part of
/// a call, and what people write never reaches the log.
@NullMarked
package org.cordboard.voice.text;

import org.jspecify.annotations.NullMarked;

/// Real-time transcription: what is said on a call's tracks as text, told to the application while the call goes on. The
/// text comes from the recogniser that understands callers in a Gather; utterances are cut out of each track by its
/// pauses and asked for one after another.
@NullMarked
package org.cordboard.voice.transcription;

import org.jspecify.annotations.NullMarked;

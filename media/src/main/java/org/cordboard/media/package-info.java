/// RTP, codecs, DTMF, mixing, prompts, speech, recording and machine detection.
@NullMarked
package org.cordboard.media;

import org.jspecify.annotations.NullMarked;

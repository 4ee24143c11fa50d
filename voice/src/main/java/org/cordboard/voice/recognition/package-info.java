/// Understanding what callers say. There is no recogniser in the box: an operator names a service, and everything else
/// sees the [org.cordboard.voice.recognition.Recogniser] interface only. Without one, a Gather hears keys and silence.
@NullMarked
package org.cordboard.voice.recognition;

import org.jspecify.annotations.NullMarked;

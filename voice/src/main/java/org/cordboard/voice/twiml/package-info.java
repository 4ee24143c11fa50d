/// TwiML: from the text an application answers with to typed verbs. Parsing is safe (no DTD, no entities, bounded) and
/// lenient as published: what the schema does not know is reported and left out, only a broken document is refused.
/// Pure: nothing here performs a verb.
@NullMarked
package org.cordboard.voice.twiml;

import org.jspecify.annotations.NullMarked;

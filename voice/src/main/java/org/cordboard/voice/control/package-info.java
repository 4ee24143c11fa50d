/// What REST and TaskRouter can do to live calls. The types mirror what an API face needs without knowing it: options
/// by
/// their published REST names, refusals with their published code. Methods return as soon as the change is under way.
@NullMarked
package org.cordboard.voice.control;

import org.jspecify.annotations.NullMarked;

/// Measures machine detection on a corpus made from a written recipe: spoken greetings, tones, noise, loss and levels.
/// One part of the corpus is for tuning, another, with other texts and voices, is only ever judged.
/// Everything follows from one number, so a result can be made again.
@NullMarked
package org.cordboard.bench.amd;

import org.jspecify.annotations.NullMarked;

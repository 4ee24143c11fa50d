/// Measures the replicated log library before anything is built upon it.
/// The figures and their conditions are in decision record 0001.
/// Run `LogBench` with a directory on the disk to be measured.
@NullMarked
package org.cordboard.bench.log;

import org.jspecify.annotations.NullMarked;

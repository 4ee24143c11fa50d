/// Benchmarks that print figures with their conditions.
@NullMarked
package org.cordboard.bench;

import org.jspecify.annotations.NullMarked;

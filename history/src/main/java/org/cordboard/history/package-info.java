/// The SQL view of the events: lists, statistics and reports.
@NullMarked
package org.cordboard.history;

import org.jspecify.annotations.NullMarked;

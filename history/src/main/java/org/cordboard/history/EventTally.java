package org.cordboard.history;

import java.sql.ResultSet;
import java.sql.SQLException;

/// The events of one type inside a window.
///
/// @param waited from the creation of the task to the event
/// @param waitedInQueue from its entry into the queue
record EventTally(long count, Durations waited, Durations waitedInQueue) {
    static final EventTally NONE = new EventTally(0, Durations.NONE, Durations.NONE);

    static EventTally read(ResultSet row) throws SQLException {
        return new EventTally(
                row.getLong(2),
                new Durations(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)),
                new Durations(row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10)));
    }
}

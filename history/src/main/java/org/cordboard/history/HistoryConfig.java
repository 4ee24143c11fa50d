package org.cordboard.history;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where the history is kept.
///
/// @param url JDBC address, `jdbc:sqlite:...` or `jdbc:postgresql:...`
/// @param user null for SQLite
/// @param password never logged; null for SQLite
/// @param retention how long events and finished tasks are kept
public record HistoryConfig(
        String url, @Nullable String user, @Nullable String password, Duration retention) {
    /// The Events resource and the statistics reach back so far (9.5, 10.1).
    public static final Duration RETENTION = Duration.ofDays(30);

    public HistoryConfig {
        if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("history.url must begin with jdbc:sqlite: or jdbc:postgresql:");
        }
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("history.retention must be positive, was " + retention);
        }
    }

    public static HistoryConfig sqlite(Path file) {
        return new HistoryConfig("jdbc:sqlite:" + file.toAbsolutePath(), null, null, RETENTION);
    }

    public static HistoryConfig postgresql(String url, String user, String password) {
        return new HistoryConfig(url, user, password, RETENTION);
    }

    boolean isSqlite() {
        return url.startsWith("jdbc:sqlite:");
    }

    @Override
    public String toString() {
        return "HistoryConfig[" + url.replaceAll("\\?.*", "") + ", keeping " + retention.toDays() + " days]";
    }
}

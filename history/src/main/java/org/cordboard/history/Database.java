package org.cordboard.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/// The opened database: few pooled connections, schema brought up to date by Flyway.
final class Database implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 4;

    private final HikariDataSource source;
    private final Jdbi jdbi;

    Database(HistoryConfig config) {
        var pool = new HikariConfig();
        pool.setPoolName("history");
        pool.setJdbcUrl(config.url());
        pool.setUsername(config.user());
        pool.setPassword(config.password());
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(1);
        if (config.isSqlite()) {
            // Readers do not wait for the writer. The log is the truth, so the last transaction may be lost.
            pool.addDataSourceProperty("journal_mode", "WAL");
            pool.addDataSourceProperty("synchronous", "NORMAL");
            pool.addDataSourceProperty("busy_timeout", "10000");
        }
        source = new HikariDataSource(pool);
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:org/cordboard/history/migrations")
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
        jdbi = Jdbi.create(source);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        source.close();
    }
}

package org.cordboard.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.cordboard.api.endpoint.RequestWatch;

/// The meters. Any thread; counting costs a hash lookup.
public final class Metrics implements RequestWatch, AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(1),
        Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private final Timer writes;

    public Metrics() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().startsWith("cordboard.") ? buckets().merge(config) : config;
            }
        });
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
        writes = Timer.builder("cordboard.log.write")
                .description("A log entry, from leaving the inbox until it is durable and applied")
                .register(registry);
    }

    private static DistributionStatisticConfig buckets() {
        var nanos = new double[BUCKETS.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = BUCKETS[i].toNanos();
        }
        return DistributionStatisticConfig.builder().serviceLevelObjectives(nanos).build();
    }

    @Override
    public void answered(String operation, int status, long nanos) {
        var kind = status / 100 + "xx";
        requests.computeIfAbsent(operation + " " + kind, _ -> Timer.builder("cordboard.http.requests")
                        .description("Requests answered, by operation")
                        .tag("operation", operation)
                        .tag("status", kind)
                        .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    public void written(long nanos) {
        writes.record(nanos, TimeUnit.NANOSECONDS);
    }

    /// @param outcome `ok`, `4xx`, `5xx` or `failed`
    public void webhook(String outcome, long nanos) {
        Timer.builder("cordboard.webhooks")
                .description("Requests to applications about calls")
                .tag("outcome", outcome)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /// An offer ended or was made.
    ///
    /// @param what the published status
    void reservation(String what) {
        Counter.builder("cordboard.reservations")
                .description("Offers of tasks to workers, by what became of them")
                .tag("status", what)
                .register(registry)
                .increment();
    }

    void answeredAfter(Duration waited) {
        Timer.builder("cordboard.reservation.answer")
                .description("From the offer to its acceptance")
                .register(registry)
                .record(waited);
    }

    void task(String what) {
        Counter.builder("cordboard.tasks")
                .description("Tasks made and ended")
                .tag("status", what)
                .register(registry)
                .increment();
    }

    /// @param of asked at each scrape
    public <T> void gauge(String name, String description, T source, ToDoubleFunction<T> of) {
        Gauge.builder(name, source, of)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    void gauge(String name, String description, String tag, String value, Supplier<Number> of) {
        Gauge.builder(name, of)
                .description(description)
                .tag(tag, value)
                .strongReference(true)
                .register(registry);
    }

    /// All of it, in the text form of Prometheus.
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}

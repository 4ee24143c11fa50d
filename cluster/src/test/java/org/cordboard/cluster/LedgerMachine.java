package org.cordboard.cluster;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cordboard.routing.Entry;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.Refusal;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.Snapshot;
import org.cordboard.routing.StateMachine;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.event.RecordsChanged;

/// The smallest state machine that shows everything an engine must keep: settings by name, each put is one event.
///
/// The name `deadline` sets a deadline so many milliseconds ahead; `refuse` is refused; `explode` is a bug; `seed`
/// stores the entry's seed instead of the value.
final class LedgerMachine implements StateMachine {
    private final TreeMap<String, Setting> settings = new TreeMap<>();
    private Instant now = Instant.EPOCH;
    private long position;

    static RecordCommand.Put put(String name, String value) {
        return new RecordCommand.Put(List.of(new Setting(name, value)));
    }

    @Override
    public Outcome apply(Entry entry) {
        if (entry.now().isBefore(now)) {
            throw new IllegalStateException("time went back");
        }
        now = entry.now();
        return switch (entry.command()) {
            case RecordCommand.Put(var records) -> put(entry, (Setting) records.getFirst());
            case ExpireDue() -> expire();
            default -> throw new IllegalStateException("not for the ledger: " + entry.command());
        };
    }

    private Outcome put(Entry entry, Setting setting) {
        return switch (setting.name()) {
            case "refuse" -> new Outcome.Refused(Refusal.INVALID, "as asked");
            case "explode" -> throw new IllegalStateException("a bug, as asked");
            case "deadline" ->
                done(new Setting(
                        "deadline",
                        now.plusMillis(Long.parseLong(setting.value())).toString()));
            case "seed" -> done(new Setting("seed", entry.seedHigh() + "/" + entry.seedLow()));
            default -> done(setting);
        };
    }

    private Outcome done(Setting setting) {
        settings.put(setting.name(), setting);
        position++;
        return new Outcome.Done(setting, List.of(new RecordsChanged(now, List.of(setting), List.of())), position);
    }

    private Outcome expire() {
        var due = earliestDeadline().filter(deadline -> !deadline.isAfter(now));
        if (due.isEmpty()) {
            return new Outcome.Done(null, List.of(), position);
        }
        settings.remove("deadline");
        return done(new Setting("expired", now.toString()));
    }

    @Override
    public Optional<Instant> earliestDeadline() {
        return Optional.ofNullable(settings.get("deadline")).map(setting -> Instant.parse(setting.value()));
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot(position, now, new ArrayList<Entity>(settings.values()));
    }

    @Override
    public void restore(Snapshot snapshot) {
        settings.clear();
        snapshot.entities().forEach(entity -> settings.put(entity.key(), (Setting) entity));
        position = snapshot.position();
        now = snapshot.now();
    }

    @Override
    public RoutingView view() {
        return (RoutingView) Proxy.newProxyInstance(
                RoutingView.class.getClassLoader(),
                new Class<?>[] {RoutingView.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "now" -> now;
                    case "records" -> List.copyOf(settings.values());
                    case "record" -> settings.get((String) arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static String value(RoutingView view, String name) {
        var setting = view.record(Setting.class, name);
        return setting == null ? "" : setting.value();
    }

    static Map<String, String> all(RoutingView view) {
        var all = new TreeMap<String, String>();
        view.records(Setting.class).forEach(setting -> all.put(setting.name(), setting.value()));
        return all;
    }

    static final Duration PATIENCE = Duration.ofSeconds(20);
}

package org.cordboard.sip;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.cordboard.sip.BindingTable.Entry;
import org.cordboard.sip.RegisterRequest.Wanted;
import org.cordboard.sip.digest.DigestServer.Verdict;
import org.cordboard.sip.message.CSeq;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registrar: checks credentials on a virtual thread per REGISTER, keeps bindings under the lock of
/// [Core], and pings phones on UDP so that one that vanished is not rung for an hour.
final class Registrations implements Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final int PINGS_MISSED_MAX = 3;
    private static final Comparator<Binding> BEST_FIRST = Comparator.comparingInt(Binding::priority)
            .reversed()
            .thenComparing(Binding::expires, Comparator.reverseOrder());

    private final UserAgent ua;
    private final Core core;
    private final @Nullable Settings settings;
    private final InstantSource clock;
    private final BindingTable table = new BindingTable();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private final Mailbox mailbox = new Mailbox();

    Registrations(UserAgent ua, @Nullable Settings settings, InstantSource clock) {
        this.ua = ua;
        this.core = ua.core;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Binding> lookup(AddressOfRecord addressOfRecord) {
        return core.call(() -> table.of(addressOfRecord).stream()
                .map(e -> e.binding)
                .sorted(BEST_FIRST)
                .toList());
    }

    @Override
    public List<Binding> bindings() {
        return core.call(table::all);
    }

    @Override
    public void remove(AddressOfRecord addressOfRecord) {
        core.execute(() -> removeAll(addressOfRecord));
    }

    @Override
    public void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /// Called under the lock; the check runs outside it because secrets may come from a database.
    void register(ServerTransaction transaction) {
        Settings own = settings;
        if (own == null) {
            transaction.answer(ua.response(transaction.request(), 405, null, core.ids.tag())
                    .with("Allow", UserAgent.ALLOW));
            return;
        }
        Thread.ofVirtual().name("sip-register").start(() -> {
            try {
                check(transaction, own);
            } catch (RuntimeException e) {
                LOG.error("A registration could not be checked", e);
                answer(transaction, 500, Headers.NONE);
            }
        });
    }

    private void check(ServerTransaction transaction, Settings own) {
        SipRequest request = transaction.request();
        if (!(request.to().uri() instanceof SipUri to)) {
            answer(transaction, 400, Headers.NONE); // RFC 3261 section 10.3 step 5
            return;
        }
        String domain = to.host();
        String user = to.user().orElse("");
        Optional<String> realm = own.domains().realm(domain);
        if (realm.isEmpty() || user.isEmpty()) {
            answer(transaction, 404, Headers.NONE);
            return;
        }
        if (!own.domains().admits(domain, transaction.source())) {
            answer(transaction, 403, Headers.NONE);
            return;
        }
        switch (ua.digest.check(request, false, realm.get(), own.secrets())) {
            case Verdict.Challenge(List<String> values) -> {
                Headers headers = Headers.NONE;
                for (String value : values) {
                    headers = headers.with("WWW-Authenticate", value);
                }
                answer(transaction, 401, headers);
            }
            case Verdict.Wrong _ -> answer(transaction, 403, Headers.NONE);
            case Verdict.Accepted(String name) when !name.equals(user) -> answer(transaction, 403, Headers.NONE);
            case Verdict.Accepted _ -> {
                var aor = new AddressOfRecord(user, domain);
                List<Share> shares = own.domains().shares(domain);
                int least = Math.min(own.maxExpires(), own.domains().minExpires(aor.domain(), own.minExpires()));
                core.execute(() -> bind(transaction, own, aor, shares, least));
            }
        }
    }

    private void answer(ServerTransaction transaction, int status, Headers extra) {
        core.execute(() -> {
            SipResponse response = ua.response(transaction.request(), status, null, core.ids.tag());
            transaction.answer(response.withHeaders(response.headers().withAll(extra)));
        });
    }

    private void bind(ServerTransaction transaction, Settings own, AddressOfRecord aor, List<Share> shares, int least) {
        int status = switch (RegisterRequest.read(transaction.request(), least, own.maxExpires())) {
            case RegisterRequest.Query _ -> 200;
            case RegisterRequest.Refuse(int refusal) -> refusal;
            case RegisterRequest.RemoveAll _ -> {
                removeAll(aor);
                yield 200;
            }
            case RegisterRequest.Update(List<Wanted> contacts) -> update(transaction, own, aor, shares, contacts);
        };
        switch (status) {
            case 200 -> answer(transaction, 200, contacts(aor));
            case 423 -> answer(transaction, 423, Headers.of("Min-Expires", Integer.toString(least)));
            default -> answer(transaction, status, Headers.NONE);
        }
    }

    /// All contacts of a request take effect, or none (RFC 3261 section 10.3 step 7).
    private int update(
            ServerTransaction transaction,
            Settings own,
            AddressOfRecord aor,
            List<Share> shares,
            List<Wanted> contacts) {
        SipRequest request = transaction.request();
        CSeq cseq = request.cseq();
        int added = 0;
        for (Wanted wanted : contacts) {
            Entry known = table.find(aor, wanted.contact());
            if (known == null && wanted.seconds() > 0) {
                added++;
            } else if (known != null
                    && known.binding.callId().equals(request.callId())
                    && cseq.number() <= known.binding.cseq()) {
                return 500;
            }
        }
        int refusal = table.refusal(aor, added, own.bindingsPerAddress(), shares, core.config.limits().bindings());
        if (refusal != 0) {
            return refusal;
        }
        contacts.forEach(wanted -> apply(transaction, aor, wanted));
        return 200;
    }

    private void apply(ServerTransaction transaction, AddressOfRecord aor, Wanted wanted) {
        Entry known = table.find(aor, wanted.contact());
        if (wanted.seconds() == 0) {
            if (known != null) {
                drop(known, "unregistered");
            }
            return;
        }
        SipRequest request = transaction.request();
        Instant expires = clock.instant().plusSeconds(wanted.seconds());
        var binding = new Binding(
                aor,
                wanted.contact(),
                transaction.source(),
                expires,
                wanted.priority(),
                request.callId(),
                request.cseq().number(),
                request.headers().first("User-Agent").orElse(""));
        Entry entry = known == null ? new Entry(binding) : known;
        boolean moved = known == null || !known.binding.flow().equals(binding.flow());
        entry.binding = binding;
        entry.pingsMissed = 0;
        if (known == null) {
            table.add(entry);
        }
        core.stop(entry.expiry);
        entry.expiry = core.after(Duration.ofSeconds(wanted.seconds()), () -> drop(entry, "expired"));
        if (moved) {
            tell(new Change(binding, true));
        }
        if (entry.ping == null) {
            pingLater(entry);
        }
    }

    private void removeAll(AddressOfRecord aor) {
        table.of(aor).forEach(entry -> drop(entry, "unregistered"));
    }

    private void drop(Entry entry, String why) {
        core.stop(entry.expiry);
        core.stop(entry.ping);
        if (table.remove(entry)) {
            LOG.debug("A binding is gone: {}", why);
            tell(new Change(entry.binding, false));
        }
    }

    private void tell(Change change) {
        listeners.forEach(listener -> mailbox.post(() -> listener.accept(change)));
    }

    private Headers contacts(AddressOfRecord aor) {
        Headers headers = Headers.NONE;
        for (Entry entry : table.of(aor)) {
            Duration rest = Duration.between(clock.instant(), entry.binding.expires());
            long left = (rest.toMillis() + 999) / 1000;
            NameAddress contact = NameAddress.of(entry.binding.contact());
            headers = headers.with("Contact", contact + ";expires=" + Math.max(1, left));
        }
        return headers;
    }

    private void pingLater(Entry entry) {
        Duration every = core.config.timers().bindingPing();
        if (every.isZero() || entry.binding.flow().transport() != Transport.UDP) {
            return;
        }
        entry.ping = core.after(every, () -> {
            Binding binding = entry.binding;
            ua.send(
                    Pings.request(ua, binding.contact(), binding.flow()),
                    binding.flow(),
                    new Pings.Outcome(answered -> {
                        entry.pingsMissed = answered ? 0 : entry.pingsMissed + 1;
                        if (entry.pingsMissed >= PINGS_MISSED_MAX) {
                            drop(entry, "silent");
                        } else if (table.find(binding.addressOfRecord(), binding.contact()) == entry) {
                            pingLater(entry);
                        }
                    }));
        });
    }
}

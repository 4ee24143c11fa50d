package org.cordboard.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cordboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/// The registered contacts and how many there are: of an address, of a domain, in all. Guarded by the lock of [Core].
final class BindingTable {
    private final SequencedMap<AddressOfRecord, List<Entry>> entries = new TreeMap<>();
    private final Map<String, Integer> ofDomain = new HashMap<>();
    private int count;

    /// A binding with its timers.
    static final class Entry {
        Binding binding;
        TimerWheel.@Nullable Timeout expiry;
        TimerWheel.@Nullable Timeout ping;
        int pingsMissed;

        Entry(Binding binding) {
            this.binding = binding;
        }
    }

    List<Entry> of(AddressOfRecord aor) {
        return List.copyOf(entries.getOrDefault(aor, List.of()));
    }

    List<Binding> all() {
        return entries.values().stream().flatMap(List::stream).map(e -> e.binding).toList();
    }

    @Nullable
    Entry find(AddressOfRecord aor, SipUri contact) {
        for (Entry entry : entries.getOrDefault(aor, List.of())) {
            if (entry.binding.contact().equivalent(contact)) {
                return entry;
            }
        }
        return null;
    }

    /// The status that refuses `added` more contacts of an address, 0 when there is room: 403 where the address or a
    /// share of its domain is full, 503 where we are.
    int refusal(AddressOfRecord aor, int added, int perAddress, List<Registrar.Share> shares, int inAll) {
        if (added <= 0) {
            return 0;
        }
        boolean full = entries.getOrDefault(aor, List.of()).size() + added > perAddress
                || shares.stream().anyMatch(share -> held(share) + added > share.bindingsMax());
        return full ? 403 : count + added > inAll ? 503 : 0;
    }

    private int held(Registrar.Share share) {
        return share.domains().stream()
                .mapToInt(domain -> ofDomain.getOrDefault(domain, 0))
                .sum();
    }

    void add(Entry entry) {
        AddressOfRecord aor = entry.binding.addressOfRecord();
        entries.computeIfAbsent(aor, _ -> new ArrayList<>(2)).add(entry);
        ofDomain.merge(aor.domain(), 1, Integer::sum);
        count++;
    }

    /// False when it was gone already.
    boolean remove(Entry entry) {
        AddressOfRecord aor = entry.binding.addressOfRecord();
        List<Entry> list = entries.get(aor);
        if (list == null || !list.remove(entry)) {
            return false;
        }
        if (list.isEmpty()) {
            entries.remove(aor);
        }
        ofDomain.computeIfPresent(aor.domain(), (_, n) -> n == 1 ? null : n - 1);
        count--;
        return true;
    }
}

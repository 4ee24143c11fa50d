package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cordboard.sip.BindingTable.Entry;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.Test;

/// The published limits of registrations: ten contacts of an address, 10,000 of a domain, 20,000 of an account.
class BindingTableTest {
    private static final int IN_ALL = 30_000;
    private static final int PER_ADDRESS = 10;

    private final BindingTable table = new BindingTable();

    /// As the published limits are: of the domain, and of the two domains of its account.
    private int refusal(String user, String domain, String... account) {
        var shares = List.of(
                new Registrar.Share(Set.of(domain), 10_000), new Registrar.Share(Set.of(account), 20_000));
        return table.refusal(new AddressOfRecord(user, domain), 1, PER_ADDRESS, shares, IN_ALL);
    }

    private Entry register(String user, String domain, int port) {
        var aor = new AddressOfRecord(user, domain);
        var flow = Flow.udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var entry = new Entry(
                new Binding(aor, SipUri.of(user, "10.0.0.1", port), flow, Instant.MAX, 1_000, "c", 1, ""));
        table.add(entry);
        return entry;
    }

    @Test
    void tenContactsOfAnAddress() {
        for (int i = 0; i < 10; i++) {
            assertEquals(0, refusal("ana", "a.example", "a.example"));
            register("ana", "a.example", 5_000 + i);
        }
        assertEquals(403, refusal("ana", "a.example", "a.example"));
        assertEquals(0, refusal("bob", "a.example", "a.example"));
    }

    @Test
    void tenThousandOfADomainAndTwentyThousandOfAnAccount() {
        String[] account = {"a.example", "b.example", "c.example"};
        Entry first = register("u0", "a.example", 5_060);
        for (int i = 1; i < 10_000; i++) {
            register("u" + i, "a.example", 5_060);
        }
        for (int i = 0; i < 10_000; i++) {
            register("u" + i, "b.example", 5_060);
        }
        assertEquals(403, refusal("one-more", "a.example", account), "the domain is full");
        assertEquals(403, refusal("one-more", "c.example", account), "the account is full");
        assertEquals(0, refusal("other", "d.example", "d.example"));
        assertTrue(table.remove(first));
        assertFalse(table.remove(first), "once only");
        assertEquals(0, refusal("one-more", "a.example", account));
        register("one-more", "c.example", 5_060);
        assertEquals(403, refusal("one-more", "a.example", account), "the place went to another domain of the account");
    }

    @Test
    void aboveWhatTheServerTakesInAllItIsOurTrouble() {
        for (int i = 0; i < IN_ALL; i++) {
            register("u" + i, "d" + i % 100 + ".example", 5_060);
        }
        assertEquals(503, refusal("one-more", "e.example", "e.example"));
    }
}

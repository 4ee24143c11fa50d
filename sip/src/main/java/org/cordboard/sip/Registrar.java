package org.cordboard.sip;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.cordboard.sip.digest.DigestSecrets;

/// Where phones register (RFC 3261 section 10.3). Give one to [SipStack#start]; it is then asked for every
/// REGISTER. Bindings live in memory: a phone registers again within minutes after a restart. Safe on any
/// thread.
public interface Registrar {

    /// Contacts that have not expired, best q first, newest first among equals.
    List<Binding> lookup(AddressOfRecord addressOfRecord);

    /// All live bindings, ordered by address of record.
    List<Binding> bindings();

    /// Drops all contacts of an address of record (its credential was deleted).
    void remove(AddressOfRecord addressOfRecord);

    /// `listener` is called on a virtual thread after a binding came, moved, or went.
    void onChange(Consumer<Change> listener);

    /// What the registrar serves.
    ///
    /// @param domains which domains are ours: those we challenge for and keep bindings of; others get 404
    /// @param secrets who may register
    /// @param minExpires shorter requests get 423; seconds
    /// @param maxExpires longer requests are shortened, missing ones get this; seconds
    /// @param bindingsPerAddress more contacts of one address of record get 403
    record Settings(Domains domains, DigestSecrets secrets, int minExpires, int maxExpires, int bindingsPerAddress) {
        public Settings {
            if (minExpires < 1 || maxExpires < minExpires) {
                throw new IllegalArgumentException(
                        "sip.registrar: 1 <= min-expires <= max-expires, was " + minExpires + ", " + maxExpires);
            }
            if (bindingsPerAddress < 1) {
                throw new IllegalArgumentException(
                        "sip.registrar.bindings-per-address must be at least 1, was " + bindingsPerAddress);
            }
        }

        /// 60 s to 3600 s, ten contacts.
        public static Settings of(Domains domains, DigestSecrets secrets) {
            return new Settings(domains, secrets, 60, 3600, 10);
        }
    }

    /// Tells which host of a To header is served, and under which realm its users are known. Called on a
    /// virtual thread; may look into a database. Returning the domain itself as realm is the usual choice.
    @FunctionalInterface
    interface Domains {
        Optional<String> realm(String domain);

        /// The shortest registration this domain grants; seconds.
        ///
        /// @param usual [Settings#minExpires()]
        default int minExpires(String domain, int usual) {
            return usual;
        }

        /// Whether phones may register there over this flow; others get 403, before any password is asked for.
        default boolean admits(String domain, Flow source) {
            return true;
        }

        /// What bounds the contacts of this domain, besides [SipConfig.Limits#bindings()]. More get 403.
        default List<Share> shares(String domain) {
            return List.of();
        }
    }

    /// Domains that together hold a limited number of contacts.
    record Share(Set<String> domains, int bindingsMax) {
        public Share {
            domains = Set.copyOf(domains);
        }
    }

    /// @param present false when the contact expired, left or stopped answering
    record Change(Binding binding, boolean present) {}
}

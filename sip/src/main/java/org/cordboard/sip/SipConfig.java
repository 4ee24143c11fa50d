package org.cordboard.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.cordboard.sip.digest.DigestAlgorithm;
import org.jspecify.annotations.Nullable;

/// Everything the stack is told at start. Make one with [#on(InetSocketAddress)] and change parts by the
/// `with…` methods.
///
/// @param udp where to listen for UDP, port 0 for an ephemeral one; null for no UDP
/// @param tcp the same for TCP
/// @param tls where to listen for TLS, with its keys; null for none
/// @param advertised the host name or address written into Via and Contact; empty means the local address
///     towards the peer
/// @param timers base timers of RFC 3261
/// @param limits what is refused above which number
/// @param challenges digest algorithms we challenge with, preferred first. MD5 alone by default: baresip
///     1.0 and sipp give up when any challenge names SHA-256, so add it (RFC 8760) only where all phones
///     know it
/// @param product value of User-Agent and Server
public record SipConfig(
        @Nullable InetSocketAddress udp,
        @Nullable InetSocketAddress tcp,
        @Nullable Tls tls,
        Optional<String> advertised,
        Timers timers,
        Limits limits,
        List<DigestAlgorithm> challenges,
        String product) {

    public SipConfig {
        require(udp != null || tcp != null || tls != null, "sip: at least one of udp, tcp and tls must be configured");
        challenges = List.copyOf(challenges);
        require(!challenges.isEmpty(), "sip.challenges must name at least one algorithm");
        advertised.ifPresent(host -> require(!host.isBlank(), "sip.advertised must not be blank"));
    }

    /// UDP and TCP on one address. With port 0, UDP and TCP take the same ephemeral port.
    public static SipConfig on(InetSocketAddress address) {
        return new SipConfig(
                address,
                address,
                null,
                Optional.empty(),
                Timers.RFC3261,
                Limits.DEFAULT,
                List.of(DigestAlgorithm.MD5),
                "Cordboard");
    }

    public static SipConfig on(InetAddress address, int port) {
        return on(new InetSocketAddress(address, port));
    }

    public SipConfig withTls(InetSocketAddress address, SSLContext context) {
        return new SipConfig(udp, tcp, new Tls(address, context), advertised, timers, limits, challenges, product);
    }

    public SipConfig withAdvertised(String host) {
        return new SipConfig(udp, tcp, tls, Optional.of(host), timers, limits, challenges, product);
    }

    public SipConfig withChallenges(List<DigestAlgorithm> algorithms) {
        return new SipConfig(udp, tcp, tls, advertised, timers, limits, algorithms, product);
    }

    public SipConfig withTimers(Timers changed) {
        return new SipConfig(udp, tcp, tls, advertised, changed, limits, challenges, product);
    }

    public SipConfig withLimits(Limits changed) {
        return new SipConfig(udp, tcp, tls, advertised, timers, changed, challenges, product);
    }

    /// A TLS listening point. The context's key manager identifies us; its trust manager judges servers we
    /// connect to.
    public record Tls(InetSocketAddress address, SSLContext context) {}

    /// @param t1 round-trip estimate, 500 ms; retransmission starts here and transactions give up after 64
    ///     times this
    /// @param t2 longest retransmission interval, 4 s
    /// @param t4 how long the network may keep a message, 5 s
    /// @param sessionExpires session interval we ask for (RFC 4028), at least 90 s
    /// @param bindingPing how often registered UDP contacts are pinged with OPTIONS; zero for never
    public record Timers(Duration t1, Duration t2, Duration t4, Duration sessionExpires, Duration bindingPing) {
        public static final Timers RFC3261 = new Timers(
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1800),
                Duration.ofSeconds(30));

        public Timers {
            require(t1.isPositive(), "sip.timers.t1 must be positive, was " + t1);
            require(t2.compareTo(t1) >= 0, "sip.timers.t2 must be at least t1, was " + t2);
            require(!t4.isNegative(), "sip.timers.t4 must not be negative, was " + t4);
            require(
                    sessionExpires.toSeconds() >= 90,
                    "sip.timers.session-expires must be at least 90 s, was " + sessionExpires);
            require(!bindingPing.isNegative(), "sip.timers.binding-ping must not be negative, was " + bindingPing);
        }

        /// All three base timers in proportion to a `t1`, for fast tests and fast networks.
        public static Timers scaledTo(Duration t1) {
            return new Timers(t1, t1.multipliedBy(8), t1.multipliedBy(10), RFC3261.sessionExpires, RFC3261.bindingPing);
        }
    }

    /// @param transactions open transactions, both directions; above it new requests get 503
    /// @param dialogs dialogs and calls being set up; above it new INVITEs get 503
    /// @param invitesPerSecond new calls from all sources together
    /// @param invitesPerSecondPerSource new calls from one source address
    /// @param requestsPerSecondPerSource other new requests outside dialogs (REGISTER, OPTIONS, …) from one
    ///     source address
    /// @param connections open TCP and TLS connections
    /// @param messageBytes largest message accepted over TCP and TLS
    /// @param bindings registered contacts of all addresses of record together
    /// @param strangersPerSecond new requests outside dialogs from all unexpected sources together
    /// @param strangersPerSecondPerSource the same from one of them
    public record Limits(
            int transactions,
            int dialogs,
            int invitesPerSecond,
            int invitesPerSecondPerSource,
            int requestsPerSecondPerSource,
            int connections,
            int messageBytes,
            int bindings,
            int strangersPerSecond,
            int strangersPerSecondPerSource) {
        public static final Limits DEFAULT =
                new Limits(200_000, 20_000, 1_500, 1_500, 500, 4_000, 64 * 1024, 100_000, 500, 50);

        /// Strangers have no limits of their own.
        public Limits(
                int transactions,
                int dialogs,
                int invitesPerSecond,
                int invitesPerSecondPerSource,
                int requestsPerSecondPerSource,
                int connections,
                int messageBytes,
                int bindings) {
            this(
                    transactions,
                    dialogs,
                    invitesPerSecond,
                    invitesPerSecondPerSource,
                    requestsPerSecondPerSource,
                    connections,
                    messageBytes,
                    bindings,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE);
        }

        public Limits {
            require(transactions > 0, "sip.limits.transactions must be at least 1, was " + transactions);
            require(dialogs > 0, "sip.limits.dialogs must be at least 1, was " + dialogs);
            require(invitesPerSecond > 0, "sip.limits.invites-per-second must be at least 1, was " + invitesPerSecond);
            require(
                    invitesPerSecondPerSource > 0,
                    "sip.limits.invites-per-second-per-source must be at least 1, was " + invitesPerSecondPerSource);
            require(
                    requestsPerSecondPerSource > 0,
                    "sip.limits.requests-per-second-per-source must be at least 1, was " + requestsPerSecondPerSource);
            require(connections > 0, "sip.limits.connections must be at least 1, was " + connections);
            require(messageBytes >= 1024, "sip.limits.message-bytes must be at least 1024, was " + messageBytes);
            require(bindings > 0, "sip.limits.bindings must be at least 1, was " + bindings);
            require(
                    strangersPerSecond > 0 && strangersPerSecondPerSource > 0,
                    "sip.limits.strangers-per-second must be at least 1, was " + strangersPerSecond + ", "
                            + strangersPerSecondPerSource);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}

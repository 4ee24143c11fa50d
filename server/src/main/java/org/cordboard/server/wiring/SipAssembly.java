package org.cordboard.server.wiring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.cordboard.server.config.ConfigurationException;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.config.Setting;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.dial.AddressRange;
import org.cordboard.voice.dial.Peering;
import org.cordboard.voice.siprec.Connectors;
import org.jspecify.annotations.Nullable;

/// What the settings say about SIP: where it listens, with which certificate, and whom it trusts.
final class SipAssembly {
    private static final Duration HOST_PATIENCE = Duration.ofSeconds(4);

    private SipAssembly() {}

    static SipConfig config(ServerConfig config) {
        var sip = SipConfig.on(new InetSocketAddress(config.bind(), config.sipPort()));
        if (!config.advertise().equals(config.bind())) {
            sip = sip.withAdvertised(config.advertise().getHostAddress());
        }
        var peers = config.peers();
        return peers.tlsPort() < 0
                ? sip
                : sip.withTls(new InetSocketAddress(config.bind(), peers.tlsPort()), keys(peers));
    }

    /// Peers are believed on the word of the authorities in the same file, where it holds any, else of the usual ones.
    private static SSLContext keys(ServerConfig.SipPeers peers) {
        var password = peers.keystorePassword().toCharArray();
        try (var file = Files.newInputStream(Path.of(peers.keystore()))) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(file, password);
            var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, password);
            var trusted = certificates(keys);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted == null ? null : trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigurationException(
                    Setting.SIP_TLS_KEYSTORE.key() + ": cannot read " + peers.keystore() + " with "
                            + Setting.SIP_TLS_PASSWORD.key() + ": " + e.getMessage(),
                    e);
        }
    }

    /// The certificates of authorities that the file holds besides our own key; null for those of the JDK.
    private static @Nullable KeyStore certificates(KeyStore keys)
            throws GeneralSecurityException {
        for (var alias : Collections.list(keys.aliases())) {
            if (keys.isCertificateEntry(alias)) {
                return keys;
            }
        }
        return null;
    }

    static Peering peering(ServerConfig config) {
        var peers = config.peers();
        try {
            return new Peering(
                    peers.trunks().isEmpty() ? List.of() : TrunkFile.read(Path.of(peers.trunks())),
                    sources(peers.sources()),
                    peers.countryCode(),
                    HOST_PATIENCE,
                    peers.protect());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    static Connectors connectors(ServerConfig config) {
        var servers = new HashMap<String, SipUri>();
        config.connectors().forEach((name, uri) -> {
            try {
                servers.put(name, SipUri.parse(uri));
            } catch (Malformed e) {
                throw new ConfigurationException(
                        Setting.SIPREC_CONNECTORS.key() + ": '" + uri + "' of " + name + " is no SIP address", e);
            }
        });
        return new Connectors(servers);
    }

    private static List<AddressRange> sources(List<String> texts) {
        if (texts.contains("*")) {
            return List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"));
        }
        return texts.stream()
                .map(text -> {
                    try {
                        return AddressRange.parse(text);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigurationException(
                                Setting.SIP_SOURCES.key() + " must be addresses as in 192.0.2.0/24, was '" + text + "'",
                                e);
                    }
                })
                .toList();
    }
}

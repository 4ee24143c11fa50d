package org.cordboard.server.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows each new connection the certificate as its files are now: a renewal needs no restart. A file that cannot be read
/// leaves the former certificate in place and is warned about once.
public final class ReloadedKeys extends X509ExtendedKeyManager implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReloadedKeys.class);

    private final PemFiles files;
    private final Thread watch;
    private volatile X509ExtendedKeyManager present;
    private volatile String stamp;

    /// @param interval how often the files are looked at
    public static ReloadedKeys of(PemFiles files, Duration interval) throws IOException {
        var keys = new ReloadedKeys(files, interval);
        keys.watch.start();
        return keys;
    }

    private ReloadedKeys(PemFiles files, Duration interval) throws IOException {
        this.files = files;
        this.stamp = files.stamp();
        this.present = files.read();
        this.watch = Thread.ofVirtual().name("certificate-watch").unstarted(() -> run(interval));
    }

    /// A context for servers, whose certificate changes with the files.
    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private void run(Duration interval) {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
                look();
            }
        } catch (InterruptedException e) {
            log.debug("no longer watching {}", files.certificate());
        }
    }

    private void look() {
        String now;
        try {
            now = files.stamp();
        } catch (IOException e) {
            return; // being replaced just now
        }
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            present = files.read();
            log.info("The certificate {} has changed and is used from now on", files.certificate());
        } catch (IOException e) {
            log.warn("The certificate has changed but cannot be used; the former one stays: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return present.getServerAliases(type, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return present.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return present.chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return present.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return present.getPrivateKey(alias);
    }
}

package org.cordboard.server.browserphone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// The proxy with a certificate that stands before a server in real life, because the SDK speaks to nothing else. Here it
/// is also the network that a test can cut.
final class TlsFront implements AutoCloseable {
    private static final char[] PASSWORD = "for the test".toCharArray();

    private final SSLServerSocket door;
    private final InetSocketAddress behind;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    TlsFront(Path folder, InetSocketAddress behind) throws IOException, GeneralSecurityException {
        this.behind = behind;
        var context = SSLContext.getInstance("TLS");
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificate(folder.resolve("front.p12")), PASSWORD);
        context.init(keys.getKeyManagers(), null, null);
        door = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("front").start(this::run);
    }

    private static KeyStore certificate(Path file) throws IOException, GeneralSecurityException {
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", "front", "-keyalg", "EC", "-groupname", "secp256r1",
                        "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
                        "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
                made.destroyForcibly();
                throw new IOException("keytool made no certificate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    String host() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /// The network goes: every connection breaks, and no new one gets through until [#mend()].
    void cut() throws IOException {
        synchronized (open) {
            down = true;
        }
        for (var socket : open) {
            socket.close();
        }
    }

    /// Whether the network is there; if so the connection breaks with it from now on.
    private boolean passes(Socket... connection) {
        synchronized (open) {
            return !down && open.addAll(List.of(connection));
        }
    }

    void mend() {
        down = false;
    }

    private void run() {
        while (!door.isClosed()) {
            try {
                var outside = door.accept();
                Thread.ofVirtual().start(() -> carry(outside));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void carry(Socket outside) {
        try (outside;
                var inside = new Socket()) {
            if (!passes(outside, inside)) {
                return;
            }
            inside.connect(behind, 20_000);
            var back = Thread.ofVirtual().start(() -> copy(inside, outside));
            copy(outside, inside);
            back.join();
        } catch (IOException e) {
            // One side went away; so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(outside);
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // Cut, or closed by the other direction.
        } finally {
            open.remove(from);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}

package org.cordboard.media.webrtc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// Our side of a DTLS handshake with a browser, which is always the client: RFC 5764. The browser's certificate must be the
/// one its SDP named; out come the SRTP keys.
public final class DtlsHandshake {
    private final DtlsCertificate certificate;
    private final String algorithm;
    private final String fingerprint;

    /// @param fingerprint of the browser's certificate as in its SDP: `sha-256 AB:CD:…`
    public DtlsHandshake(DtlsCertificate certificate, String fingerprint) {
        this.certificate = certificate;
        var parts = fingerprint.strip().split("\\s+", 2);
        this.algorithm = parts[0];
        this.fingerprint = parts.length > 1 ? parts[1] : "";
    }

    /// A handshake that succeeded; closing tells the browser.
    public record Done(SrtpKeys keys, DTLSTransport transport) {}

    /// Blocks until it is done or failed, at most about half a minute.
    public Done accept(DatagramTransport transport) throws IOException {
        var server = new Server();
        var connected = new DTLSServerProtocol().accept(server, transport);
        var keys = server.keys;
        if (keys == null) {
            throw new IOException("the handshake gave no SRTP keys");
        }
        return new Done(keys, connected);
    }

    private final class Server extends DefaultTlsServer {
        private @Nullable SrtpKeys keys;

        Server() {
            super(new BcTlsCrypto(new SecureRandom()));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
            };
        }

        @Override
        public int getHandshakeTimeoutMillis() {
            return 20_000;
        }

        @Override
        protected TlsCredentialedSigner getECDSASignerCredentials() {
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    (BcTlsCrypto) getCrypto(),
                    certificate.key(),
                    certificate.chain(),
                    SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }

        @Override
        public CertificateRequest getCertificateRequest() {
            return new CertificateRequest(
                    new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                    TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
                    new Vector<>());
        }

        @Override
        public void notifyClientCertificate(Certificate shown) throws IOException {
            if (shown.isEmpty()) {
                throw new TlsFatalAlert(AlertDescription.bad_certificate, "the browser shows no certificate");
            }
            try {
                var found = DtlsCertificate.fingerprint(shown.getCertificateAt(0).getEncoded(), algorithm);
                if (!MessageDigest.isEqual(found.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        fingerprint.toUpperCase(java.util.Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
                    throw new TlsFatalAlert(
                            AlertDescription.bad_certificate, "the browser's certificate is not the one its SDP named");
                }
            } catch (GeneralSecurityException e) {
                throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
            }
        }

        @Override
        @SuppressWarnings("rawtypes") // the library's signature
        public void processClientExtensions(Hashtable extensions) throws IOException {
            super.processClientExtensions(extensions);
            var offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
            for (int profile : offered == null ? new int[0] : offered.getProtectionProfiles()) {
                if (profile == SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80) {
                    return;
                }
            }
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "the browser offers no SRTP profile that we have");
        }

        @Override
        @SuppressWarnings({"rawtypes"}) // the library's signature
        public Hashtable getServerExtensions() throws IOException {
            var extensions = super.getServerExtensions();
            var profile = new int[] {SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80};
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profile, TlsUtils.EMPTY_BYTES));
            return extensions;
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            keys = SrtpKeys.of(context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.EXPORTED_LENGTH));
        }
    }
}

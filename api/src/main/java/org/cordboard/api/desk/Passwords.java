package org.cordboard.api.desk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.cordboard.routing.Engine;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Workers' own passwords, kept as salted PBKDF2 hashes, and the shared one of the installation.
/// Checking takes the same work whether the worker exists or not.
final class Passwords {
    private static final int ITERATIONS = 120_000;
    private static final int KEY_BITS = 256;
    private static final String PREFIX = "desk.password.";
    private static final String NOBODY = "AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private final Engine engine;
    private final byte[] shared;
    private final SecureRandom random = new SecureRandom();

    Passwords(Engine engine, String shared) {
        this.engine = engine;
        this.shared = shared.getBytes(StandardCharsets.UTF_8);
    }

    boolean fits(@Nullable WorkerSid worker, String password) {
        byte[] given = password.getBytes(StandardCharsets.UTF_8);
        boolean fitsShared = shared.length > 0 && MessageDigest.isEqual(shared, given);
        Setting own = worker == null ? null : engine.read(view -> view.record(Setting.class, PREFIX + worker));
        boolean fitsOwn = verify(own == null ? NOBODY : own.value(), password) && own != null;
        return (fitsShared || fitsOwn) && worker != null;
    }

    void set(WorkerSid worker, String password) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        String kept = encode(salt) + ":" + encode(hash(password, salt));
        engine.submit(new RecordCommand.Put(List.of(new Setting(PREFIX + worker, kept))));
    }

    private static boolean verify(String kept, String password) {
        String[] parts = kept.split(":", 2);
        byte[] salt = Base64.getDecoder().decode(parts[0]);
        return MessageDigest.isEqual(Base64.getDecoder().decode(parts[1]), hash(password, salt));
    }

    private static byte[] hash(String password, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", impossible);
        } finally {
            spec.clearPassword();
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package org.cordboard.media;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Our user names of ICE and their passwords (RFC 8445 section 5.3) for one browser. Those of before a restart stay good,
/// because its checks with them are still on their way. Any thread.
final class IceCredentials {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int USER_LETTERS = 8;
    private static final int PASSWORD_LETTERS = 24;

    private final SecureRandom random;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private volatile String user = "";

    IceCredentials(SecureRandom random) {
        this.random = random;
    }

    /// Answers the new user name.
    String renew() {
        var name = letters(USER_LETTERS);
        passwords.put(name, letters(PASSWORD_LETTERS));
        user = name;
        return name;
    }

    /// None is good any more.
    void clear() {
        passwords.clear();
    }

    String user() {
        return user;
    }

    String password() {
        return passwords.getOrDefault(user, "");
    }

    @Nullable String passwordOf(String name) {
        return passwords.get(name);
    }

    private String letters(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}

package org.cordboard.server.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/// How to reach a running server: the content of `connection.env`, one `NAME=value` a line.
public record Connection(
        String url,
        String accountSid,
        String authToken,
        String workspaceSid,
        String tokenPassword,
        String demoNumber,
        String sipAddress,
        String sipDomain,
        String phonePassword) {
    public static final String FILE = "connection.env";

    /// Reads the file of a data folder; variables of the environment win over it.
    ///
    /// @throws IOException if neither names a server
    public static Connection find(Path data, Map<String, String> environment) throws IOException {
        var values = new LinkedHashMap<String, String>();
        var file = data.resolve(FILE);
        if (Files.isReadable(file)) {
            for (var line : Files.readAllLines(file)) {
                var equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        values.putAll(environment);
        if (!values.containsKey("CORDBOARD_URL") || !values.containsKey("TWILIO_AUTH_TOKEN")) {
            throw new IOException("no running Cordboard known: " + file
                    + " is missing. Start one with ./dev up, or set CORDBOARD_URL, TWILIO_ACCOUNT_SID and"
                    + " TWILIO_AUTH_TOKEN.");
        }
        return new Connection(
                values.get("CORDBOARD_URL"),
                values.getOrDefault("TWILIO_ACCOUNT_SID", ""),
                values.get("TWILIO_AUTH_TOKEN"),
                values.getOrDefault("WORKSPACE_SID", ""),
                values.getOrDefault("TOKEN_PASSWORD", ""),
                values.getOrDefault("DEMO_NUMBER", ""),
                values.getOrDefault("SIP_ADDRESS", ""),
                values.getOrDefault("SIP_DOMAIN", ""),
                values.getOrDefault("PHONE_PASSWORD", ""));
    }

    /// Writes `connection.env`, readable by the owner only, in one move.
    public void write(Path data) throws IOException {
        var draft = data.resolve(FILE + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(
                draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text());
        Files.move(draft, data.resolve(FILE), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private String text() {
        return """
                CORDBOARD_URL=%s
                TWILIO_ACCOUNT_SID=%s
                TWILIO_AUTH_TOKEN=%s
                WORKSPACE_SID=%s
                TOKEN_PASSWORD=%s
                DEMO_NUMBER=%s
                SIP_ADDRESS=%s
                SIP_DOMAIN=%s
                PHONE_PASSWORD=%s
                """
                .formatted(
                        url,
                        accountSid,
                        authToken,
                        workspaceSid,
                        tokenPassword,
                        demoNumber,
                        sipAddress,
                        sipDomain,
                        phonePassword);
    }

    @Override
    public String toString() {
        return "Connection[" + url + ", " + accountSid + "]";
    }
}

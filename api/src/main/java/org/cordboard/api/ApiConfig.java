package org.cordboard.api;

import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.cordboard.api.endpoint.RequestWatch;
import org.cordboard.api.http.HttpLimits;
import org.jspecify.annotations.Nullable;

/// What the HTTP face needs to know.
///
/// @param bind           address to listen on
/// @param port           0 for any free one
/// @param publicUrl      what absolute links start with; null to take it from each request
/// @param privateTargets whether webhooks may reach private and loopback addresses
/// @param tokenPassword  shared password of the worker page; empty when only workers' own passwords count
/// @param recordings     folder of the recordings' files; null when nothing is recorded
/// @param openSounds     whether whoever knows its SID may listen to a recording
/// @param ice            what browsers may ask for a way through their networks
/// @param watch          hears of every request
/// @param secure         where HTTPS is spoken beside plain HTTP; null for nowhere
public record ApiConfig(
        String bind,
        int port,
        @Nullable URI publicUrl,
        HttpLimits limits,
        boolean privateTargets,
        String tokenPassword,
        @Nullable Path recordings,
        boolean openSounds,
        IceServers ice,
        RequestWatch watch,
        @Nullable Secure secure) {

    /// @param port 0 for any free one
    public record Secure(String bind, int port, SSLContext context) {}

    /// Without helpers for browsers.
    public ApiConfig(
            String bind,
            int port,
            @Nullable URI publicUrl,
            HttpLimits limits,
            boolean privateTargets,
            String tokenPassword,
            @Nullable Path recordings) {
        this(bind, port, publicUrl, limits, privateTargets, tokenPassword, recordings, true, IceServers.none(), RequestWatch.none(), null);
    }

    public ApiConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("http.port must be between 0 and 65535, was " + port);
        }
        if (publicUrl != null && (publicUrl.getScheme() == null || publicUrl.getHost() == null)) {
            throw new IllegalArgumentException("http.public-url must be absolute, was " + publicUrl);
        }
    }

    /// Any free port on loopback, for tests and a first look.
    public static ApiConfig onLoopback() {
        return new ApiConfig("127.0.0.1", 0, null, HttpLimits.standard(), true, "", null);
    }

    @Override
    public String toString() {
        return "ApiConfig[" + bind + ":" + port + "]";
    }
}

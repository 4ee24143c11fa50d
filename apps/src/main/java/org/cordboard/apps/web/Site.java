package org.cordboard.apps.web;

import java.net.URI;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.Platform;

/// Where an application stands: its platform, the address it listens on (`BIND`, `PORT`) and the one it is reached at
/// (`PUBLIC_URL`).
public record Site(Environment environment, Platform platform, String bind, int port, URI publicAddress) {

    public static Site of(Environment environment, int usualPort) {
        var platform = Platform.of(environment);
        var port = environment.number("PORT", usualPort);
        return new Site(
                environment,
                platform,
                environment.get("BIND", "127.0.0.1"),
                port,
                PublicAddress.of(environment, platform, port));
    }

    /// A server not yet started, whose pages this machine or `DASHBOARD_PASSWORD` opens.
    public WebServer server() {
        return new WebServer(
                publicAddress, platform.authToken(), new PageGuard(environment.given("DASHBOARD_PASSWORD")));
    }

    public WebServer started(WebServer server) {
        return server.start(bind, port);
    }

    public String page() {
        return "http://" + bind + ":" + port + "/";
    }
}

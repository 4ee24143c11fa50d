package org.cordboard.server.wiring;

import java.time.InstantSource;
import java.util.List;
import org.cordboard.api.bridge.VoiceTokens;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.Socket;
import org.cordboard.api.http.SocketEndpoint;
import org.cordboard.api.http.SocketListener;
import org.cordboard.routing.Engine;
import org.cordboard.voice.browser.BrowserPhones;
import org.cordboard.voice.browser.BrowserSession;
import org.cordboard.voice.browser.BrowserSocket;
import org.cordboard.voice.browser.BrowserTokens;
import org.cordboard.voice.browser.SignalError;
import org.jspecify.annotations.Nullable;

/// Joins the browser phones to the HTTP face: its sockets, its tokens, and the gateway where the SDK drops its own
/// measurements.
final class BrowserAssembly {
    private static final String SIGNAL = "/signal";

    private BrowserAssembly() {}

    static List<SocketEndpoint> sockets(BrowserPhones phones, Engine engine) {
        var checked = new VoiceTokens(engine, InstantSource.system());
        BrowserTokens tokens = token -> verdict(checked.check(token));
        return List.of(new SocketEndpoint() {
            @Override
            public boolean owns(String path) {
                return path.equals(SIGNAL);
            }

            @Override
            public SocketListener accept(Request request) {
                return new Page(phones, tokens, request.header("Host"));
            }
        });
    }

    /// The SDK reports events and figures of its calls here. We take our own, so these are taken and let go.
    static List<Endpoint> endpoints() {
        return List.of(gateway("EndpointEvents"), gateway("EndpointMetrics"));
    }

    private static Endpoint gateway(String name) {
        return Endpoint.post("eventgw", "/v4/" + name, "Create" + name)
                .open(Access.ANYONE)
                .by(_ -> Answer.json(200, "{}"));
    }

    private static BrowserTokens.Verdict verdict(VoiceTokens.Verdict verdict) {
        return switch (verdict) {
            case VoiceTokens.Good good -> new BrowserTokens.Admitted(
                    good.account(),
                    good.identity(),
                    good.incoming(),
                    good.application(),
                    good.parameters(),
                    good.expires());
            case VoiceTokens.Bad(var fault, var why) -> new BrowserTokens.Refused(
                    switch (fault) {
                        case MALFORMED -> SignalError.INVALID_TOKEN;
                        case FORGED -> SignalError.SIGNATURE;
                        case UNKNOWN_ACCOUNT -> SignalError.NO_ACCOUNT;
                        case EXPIRED -> SignalError.EXPIRED_TOKEN;
                        case TOO_LONG -> SignalError.LIFETIME_TOO_LONG;
                        case BAD_IDENTITY -> SignalError.BAD_CLIENT_NAME;
                    },
                    why);
        };
    }

    /// One page's socket, handed through.
    private static final class Page implements SocketListener {
        private final BrowserPhones phones;
        private final BrowserTokens tokens;
        private final String host;
        private volatile @Nullable BrowserSession session;

        Page(BrowserPhones phones, BrowserTokens tokens, @Nullable String host) {
            this.phones = phones;
            this.tokens = tokens;
            this.host = host == null ? "" : host;
        }

        @Override
        public void opened(Socket socket) {
            session = phones.connected(
                    new BrowserSocket() {
                        @Override
                        public void send(String text) {
                            socket.send(text);
                        }

                        @Override
                        public void close(int code, String reason) {
                            socket.close(code, reason);
                        }
                    },
                    tokens,
                    host);
        }

        @Override
        public void received(String text) {
            var open = session;
            if (open != null) {
                open.received(text);
            }
        }

        @Override
        public void closed(int code, String reason) {
            var open = session;
            if (open != null) {
                open.closed();
            }
        }
    }
}

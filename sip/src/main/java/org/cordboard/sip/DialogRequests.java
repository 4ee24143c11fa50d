package org.cordboard.sip;

import java.util.Optional;
import java.util.function.Consumer;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;

/// Requests we send in a dialog: numbered, routed, and sent again with credentials when they are challenged
/// (RFC 3261 sections 12.2.1 and 22.2). Guarded by the lock of [Core].
final class DialogRequests {
    private static final int CHALLENGES_MAX = 2;

    private final PeerDialog dialog;
    private final DialogRoute route;
    private final Optional<DigestClient> digest;

    DialogRequests(PeerDialog dialog, DialogRoute route, Optional<DigestClient> digest) {
        this.dialog = dialog;
        this.route = route;
        this.digest = digest;
    }

    /// Gives every 2xx and the first other final response, or one made here, to `done`.
    void send(String method, Headers extra, byte[] body, Consumer<SipResponse> done) {
        new Sending(method, body, done).attempt(extra, 0);
    }

    /// One request with its retries.
    private final class Sending {
        private final String method;
        private final byte[] body;
        private final Consumer<SipResponse> done;

        Sending(String method, byte[] body, Consumer<SipResponse> done) {
            this.method = method;
            this.body = body;
            this.done = done;
        }

        void attempt(Headers extra, int challenged) {
            UserAgent ua = dialog.ua;
            DialogState state = dialog.numbered();
            Headers headers = extra.with("User-Agent", ua.core.config.product());
            SipRequest request = state.request(method, state.localSequence(), headers, body);
            route.choose(
                    state.nextHop(),
                    flow -> ua.send(request, flow, new ClientTransaction.Owner() {
                        @Override
                        public void response(SipResponse response) {
                            if (!response.provisional()) {
                                settle(request, response, extra, challenged);
                            }
                        }

                        @Override
                        public void failed(int status) {
                            done.accept(ua.local(request, status));
                        }
                    }));
        }

        private void settle(SipRequest request, SipResponse response, Headers extra, int challenged) {
            boolean challenge = response.status() == 401 || response.status() == 407;
            Optional<Headers.Field> answer = challenge && challenged < CHALLENGES_MAX
                    ? digest.flatMap(d -> d.answer(response, method, request.uri().toString()))
                    : Optional.empty();
            if (answer.isPresent()) {
                Headers.Field field = answer.get();
                attempt(extra.set(field.name(), field.value()), challenged + 1);
            } else {
                done.accept(response);
            }
        }
    }
}

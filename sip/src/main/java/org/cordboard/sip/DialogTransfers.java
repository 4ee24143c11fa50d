package org.cordboard.sip;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.Reasons;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.Uri;
import org.jspecify.annotations.Nullable;

/// REFER both ways with its NOTIFYs, RFC 3515. Guarded by the lock of [Core].
final class DialogTransfers {
    private static final Duration SUBSCRIPTION = Duration.ofSeconds(180);
    private static final Pattern EXPIRES = Pattern.compile(";[ \t]*expires[ \t]*=[ \t]*([0-9]{1,9})");
    private static final Pattern STATUS_LINE = Pattern.compile("^SIP/2\\.0[ \t]+([1-6][0-9]{2})(?:[ \t]+([^\r\n]*))?");

    private static final int TIMED_OUT = 408;

    private final PeerDialog dialog;
    private Dialog.@Nullable ReferProgress progress;
    private TimerWheel.@Nullable Timeout patience;
    private TimerWheel.@Nullable Timeout farewell;

    DialogTransfers(PeerDialog dialog) {
        this.dialog = dialog;
    }

    void stop() {
        progress = null;
        dialog.core.stop(patience);
        dialog.core.stop(farewell);
    }

    // --- ours

    void refer(Uri target, Headers extra, Dialog.ReferProgress told, Consumer<SipResponse> done) {
        if (!dialog.alive()) {
            done.accept(dialog.gone(SipRequest.REFER));
            return;
        }
        progress = told; // a NOTIFY may overtake the 202
        Headers headers = Headers.of("Refer-To", NameAddress.of(target).toString())
                .with("Referred-By", NameAddress.of(dialog.local().uri()).toString())
                .with("Contact", UserAgent.contactHeader(dialog.contact()))
                .withAll(extra);
        dialog.send(SipRequest.REFER, headers, Bytes.NONE, response -> {
            if (!response.success()) {
                progress = null;
            } else if (progress != null) {
                expectReport(SUBSCRIPTION);
            }
            done.accept(response);
            dialog.judge(response);
        });
    }

    /// A subscription nobody renews ends by itself (RFC 6665 section 4.1.2.4): then the transfer has failed.
    private void expectReport(Duration time) {
        dialog.core.stop(patience);
        patience = dialog.core.after(time, () -> {
            Dialog.ReferProgress told = progress;
            progress = null;
            if (told != null) {
                dialog.later(() -> told.onNotify(TIMED_OUT, null, true));
            }
        });
    }

    void notified(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        boolean refer = request.headers()
                .first("Event")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("refer");
        Dialog.ReferProgress told = progress;
        if (!refer || told == null) {
            dialog.answer(transaction, refer ? 481 : 489);
            return;
        }
        dialog.answer(transaction, 200);
        String subscription =
                request.headers().first("Subscription-State").orElse("").toLowerCase(Locale.ROOT);
        boolean last = subscription.startsWith("terminated");
        if (last) {
            progress = null;
            dialog.core.stop(patience);
        } else {
            expectReport(expires(subscription));
        }
        Matcher line = STATUS_LINE.matcher(request.bodyText());
        if (line.find()) {
            int status = Integer.parseInt(line.group(1));
            String reason = line.group(2);
            dialog.later(() -> told.onNotify(status, reason, last));
        } else if (last) {
            dialog.later(() -> told.onNotify(487, null, true)); // ended without saying how
        }
    }

    private static Duration expires(String subscription) {
        Matcher text = EXPIRES.matcher(subscription);
        return text.find() ? Duration.ofSeconds(Math.clamp(Long.parseLong(text.group(1)), 1, 3600)) : SUBSCRIPTION;
    }

    // --- theirs

    void referred(ServerTransaction transaction) {
        Optional<String> referTo = transaction.request().headers().first("Refer-To");
        try {
            Uri target = NameAddress.parse(referTo.orElse("")).uri();
            var transfer = new PeerTransfer(transaction, target);
            dialog.tell(h -> h.onRefer(dialog, transfer));
        } catch (Malformed _) {
            dialog.answer(transaction, 400);
        }
    }

    /// A REFER of the peer.
    private final class PeerTransfer implements DialogHandler.Transfer {
        private final ServerTransaction transaction;
        private final SipRequest request;
        private final Uri target;
        private boolean answered;
        private boolean reporting;

        PeerTransfer(ServerTransaction transaction, Uri target) {
            this.transaction = transaction;
            this.request = transaction.request();
            this.target = target;
        }

        @Override
        public SipRequest request() {
            return request;
        }

        @Override
        public Uri target() {
            return target;
        }

        @Override
        public Optional<NameAddress> referredBy() {
            try {
                Optional<String> text = request().headers().first("Referred-By");
                return text.isEmpty() ? Optional.empty() : Optional.of(NameAddress.parse(text.get()));
            } catch (Malformed _) {
                return Optional.empty(); // informational only
            }
        }

        @Override
        public void accept() {
            dialog.core.execute(() -> {
                if (answered) {
                    return;
                }
                answered = true;
                SipResponse accepted = dialog.ua
                        .response(request(), 202, null, dialog.localTag())
                        .with("Contact", UserAgent.contactHeader(dialog.contact()));
                transaction.answer(accepted);
                // RFC 4488: a peer that wants no subscription says so
                reporting =
                        !request().headers().first("Refer-Sub").orElse("true").equalsIgnoreCase("false");
                notifyPeer(100, "Trying");
            });
        }

        @Override
        public void report(int status, String reason) {
            dialog.core.execute(() -> notifyPeer(status, reason));
        }

        private void notifyPeer(int status, String reason) {
            if (!reporting || !dialog.alive()) {
                return;
            }
            reporting = status < 200;
            String subscription =
                    reporting ? "active;expires=" + SUBSCRIPTION.toSeconds() : "terminated;reason=noresource";
            Headers headers = Headers.of("Event", "refer;id=" + request().cseq().number())
                    .with("Subscription-State", subscription)
                    .with("Contact", UserAgent.contactHeader(dialog.contact()))
                    .with("Content-Type", "message/sipfrag;version=2.0");
            String phrase = reason.isBlank() ? Reasons.of(status) : reason.replaceAll("[\r\n]", " ");
            dialog.send(
                    SipRequest.NOTIFY, headers, Bytes.utf8("SIP/2.0 " + status + " " + phrase + "\r\n"), response -> {
                        if (!response.success()) {
                            reporting = false;
                        }
                    });
            if (status >= 200 && status < 300) {
                expectBye();
            }
        }

        /// Who was told that its transfer succeeded hangs up; if it does not within 64 × T1, 32 s, we do.
        private void expectBye() {
            Duration time = dialog.core.config.timers().t1().multipliedBy(64);
            dialog.core.stop(farewell);
            farewell = dialog.core.after(
                    time,
                    () -> dialog.hangUp(
                            Headers.of("Reason", "SIP;cause=200;text=\"Transferred\""), new DialogEnd.LocalBye()));
        }

        @Override
        public void reject(int status) {
            dialog.core.execute(() -> {
                if (!answered) {
                    answered = true;
                    dialog.answer(transaction, status);
                }
            });
        }
    }
}

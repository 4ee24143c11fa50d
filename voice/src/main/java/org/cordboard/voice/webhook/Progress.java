package org.cordboard.voice.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How far one exchange has come, as the client's own threads tell and the waiting one asks: connected, and when
/// something was read last. The JDK knows a time for the head of an answer only, not for a body that stands still.
///
/// Of an answer that is not a success only the beginning is read: its status is what counts, not its size.
final class Progress implements BodyHandler<byte[]> {
    private static final int FAILED_BYTES_MAX = 16 * 1024;
    private static final int SOUND_BYTES_MAX = WebhookRequest.MEDIA_BYTES_MAX;

    private final int bytesMax;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private volatile long touched = System.nanoTime();

    Progress(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// The answer is larger than was allowed.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int bytesMax) {
            super("answer above " + bytesMax + " bytes");
        }
    }

    /// Done when the connection stands.
    CompletableFuture<Void> connected() {
        return connected;
    }

    /// Since something happened last.
    long idleMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - touched);
    }

    private void touch() {
        touched = System.nanoTime();
        connected.complete(null);
    }

    /// A body is asked for only when the connection stands.
    BodyPublisher telling(BodyPublisher body) {
        return new BodyPublisher() {
            @Override
            public long contentLength() {
                return body.contentLength();
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                touch();
                body.subscribe(subscriber);
            }
        };
    }

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo head) {
        touch();
        return new Body(head.statusCode() / 100 == 2, sound(head) ? Math.max(bytesMax, SOUND_BYTES_MAX) : bytesMax);
    }

    /// Sound may take the place of a document, and is longer.
    private static boolean sound(ResponseInfo head) {
        return head.headers().firstValue("Content-Type").orElse("").startsWith("audio/");
    }

    private final class Body implements BodySubscriber<byte[]> {
        private final boolean success;
        private final int max;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        Body(boolean success, int max) {
            this.success = success;
            this.max = max;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            touch();
            var from = Objects.requireNonNull(subscription);
            for (var buffer : buffers) {
                var part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            if (success && bytes.size() > max) {
                from.cancel();
                whole.completeExceptionally(new TooLarge(max));
            } else if (!success && bytes.size() > FAILED_BYTES_MAX) {
                from.cancel();
                whole.complete(bytes.toByteArray());
            } else {
                from.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}

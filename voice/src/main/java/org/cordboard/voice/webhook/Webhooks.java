package org.cordboard.voice.webhook;

/// Asks applications over HTTP. Blocks; callers are virtual threads.
public interface Webhooks {
    /// Sends the request, following redirects and retrying as its URL allows.
    ///
    /// @throws WebhookFailure for everything but a 2xx answer within the limits
    WebhookReply send(WebhookRequest request) throws WebhookFailure, InterruptedException;
}

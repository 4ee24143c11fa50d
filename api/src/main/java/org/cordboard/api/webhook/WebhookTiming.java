package org.cordboard.api.webhook;

import java.time.Duration;

/// How patient we are with the receivers of webhooks; tests are less so.
///
/// @param event      for the answer to an event callback
/// @param assignment for the answer to an assignment callback
/// @param firstPause before the second attempt; doubles with each further one
/// @param attempts   for one event, when its receiver was well before
public record WebhookTiming(Duration event, Duration assignment, Duration firstPause, int attempts) {
    public static WebhookTiming standard() {
        return new WebhookTiming(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(1), 5);
    }
}

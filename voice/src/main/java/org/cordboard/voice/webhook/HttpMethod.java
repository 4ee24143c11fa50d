package org.cordboard.voice.webhook;

/// The two methods an application can ask to be called with.
public enum HttpMethod {
    GET,
    POST
}

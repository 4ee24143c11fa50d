package org.cordboard.voice.twiml;

import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Where to go on after a verb.
///
/// @param url null when the attribute is missing, empty for the current document
public record Action(@Nullable String url, HttpMethod method) {}

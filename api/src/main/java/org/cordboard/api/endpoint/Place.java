package org.cordboard.api.endpoint;

import java.time.Instant;

/// Where and when a representation is written: what its absolute links start with, and the moment its ages count to.
public record Place(String base, Instant now) {}

package org.cordboard.routing.event;

/// An event with its number: 1 for the first ever, rising by one. Numbers survive restarts.
public record Committed(long number, Event event) {}

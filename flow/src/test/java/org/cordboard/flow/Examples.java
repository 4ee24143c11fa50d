package org.cordboard.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The flows of `examples/flows`, found from the module's folder or the repository's root.
final class Examples {

    static final List<String> CURRENT = List.of(
            "writers-ivr",
            "two-team-menu",
            "voicemail-after-hours",
            "call-back-request",
            "appointment-reminder",
            "check-pin",
            "members-line");

    private Examples() {}

    static Path folder() {
        var here = Path.of("examples", "flows");
        return Files.isDirectory(here) ? here : Path.of("..").resolve(here);
    }

    static String text(String name) {
        try {
            return Files.readString(folder().resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

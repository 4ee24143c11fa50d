package org.cordboard.apps;

import java.io.IOException;
import java.util.List;
import org.cordboard.apps.platform.Environment;

/// One application: what `./dev app` lists and starts.
///
/// @param sentence what it shows, for the list
record Application(String name, String sentence, Starter starter) {

    /// Makes the demo set-up, starts what must run and prints what to do next.
    interface Starter {
        /// @return what to close at the end
        AutoCloseable start(Environment environment, List<String> arguments) throws IOException;
    }
}

/// The command line: the server itself, utilities over the public API, flow tools.
@NullMarked
package org.cordboard.server.cli;

import org.jspecify.annotations.NullMarked;

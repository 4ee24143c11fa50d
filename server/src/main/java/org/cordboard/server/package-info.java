/// Main, configuration, wiring and the command line.
@NullMarked
package org.cordboard.server;

import org.jspecify.annotations.NullMarked;

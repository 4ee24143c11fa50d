/// Functions: a folder of Node handlers, run by a Node process that this server starts, watches and ends.
@NullMarked
package org.cordboard.server.functions;

import org.jspecify.annotations.NullMarked;

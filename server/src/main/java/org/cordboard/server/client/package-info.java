/// The public REST API from the outside: what the command line and the demo use, and nothing an application could not.
@NullMarked
package org.cordboard.server.client;

import org.jspecify.annotations.NullMarked;

/// Page sessions of our own worker desk: log-in with a worker's name, a cookie, and tokens for the worker bridge.
/// Nothing here rests on server memory, so a restart logs nobody out.
/// Only our own pages may use it: no answer carries cross-origin permissions.
@NullMarked
package org.cordboard.api.desk;

import org.jspecify.annotations.NullMarked;

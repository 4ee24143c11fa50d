/// The page on which workers log in, go online and offline, accept or reject a reservation and end its conference, with
/// the programs behind it and the utilities beside it. The page talks to the worker bridge; this server only hands out
/// tokens and does what a worker's token may not.
@NullMarked
package org.cordboard.apps.worker;

import org.jspecify.annotations.NullMarked;

/// The certificate of the HTTP face: read from PEM files or made at the first start, and taken up anew when it changes.
/// One watching thread; connections that are open keep what they began with. Nothing here knows HTTP.
@NullMarked
package org.cordboard.server.tls;

import org.jspecify.annotations.NullMarked;

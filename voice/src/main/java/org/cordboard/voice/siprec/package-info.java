/// SIPREC (RFC 7866): copies of a call's tracks for a recording server outside. We are the recording client: we call the
/// server that the operator put behind a connector's name, describe the call in XML (RFC 7865) and send each track as a
/// stream of its own. Whatever the server does, the call goes on.
@NullMarked
package org.cordboard.voice.siprec;

import org.jspecify.annotations.NullMarked;

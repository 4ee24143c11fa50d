/// A scripted SIP phone: real SIP and RTP over the network, driven by a program instead of a person. Plays the caller and
/// the worker of `cordboard demo`, and every phone of the end-to-end tests that must tell what it hears.
@NullMarked
package org.cordboard.server.phone;

import org.jspecify.annotations.NullMarked;

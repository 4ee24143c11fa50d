/// From an address to a ringing phone: which phones or trunks an address means, whose number is shown, and the SIP
/// side of every leg in both directions. The only package that talks to the SIP layer.
@NullMarked
package org.cordboard.voice.dial;

import org.jspecify.annotations.NullMarked;

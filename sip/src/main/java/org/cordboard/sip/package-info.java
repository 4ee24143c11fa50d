/// SIP messages, transactions, dialogs, SDP, digest and registrar.
@NullMarked
package org.cordboard.sip;

import org.jspecify.annotations.NullMarked;

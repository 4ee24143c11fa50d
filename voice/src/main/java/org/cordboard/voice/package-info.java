/// Legs, TwiML, queues, conferences and trunks: joins sip, media, flow and routing.
@NullMarked
package org.cordboard.voice;

import org.jspecify.annotations.NullMarked;

/// How many calls a second the SIP layer sets up, with sipp as the other side.
@NullMarked
package org.cordboard.bench.sip;

import org.jspecify.annotations.NullMarked;

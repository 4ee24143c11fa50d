/// SIP messages as values: parsing (total, with a position for bad input), typed headers and writing.
/// Nothing here does I/O, keeps state or knows of transactions; every type is immutable and safe on any
/// thread. The reference is RFC 3261 sections 7, 19, 20 and 25.
@NullMarked
package org.cordboard.sip.message;

import org.jspecify.annotations.NullMarked;

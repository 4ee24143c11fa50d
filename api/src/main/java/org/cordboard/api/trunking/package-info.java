/// Elastic trunks and carriers of one's own (Voice reference 11.7, 15.8): the newer products' tables for connections to
/// exchanges and carriers. Written into the engine's records; the telephone side reads them when it dials.
@NullMarked
package org.cordboard.api.trunking;

import org.jspecify.annotations.NullMarked;

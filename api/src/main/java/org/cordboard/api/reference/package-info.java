/// The description of our own interface, generated from the tables of endpoints.
/// Types of the pages are generated from it, so what is described is what is served.
/// Nothing is described by hand here.
@NullMarked
package org.cordboard.api.reference;

import org.jspecify.annotations.NullMarked;

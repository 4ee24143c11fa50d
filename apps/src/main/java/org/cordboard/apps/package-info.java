/// Six call-flow applications on the official helper library, each in a package of its own and small enough to read in
/// ten minutes. They use public APIs only, so each runs on Cordboard and, with other credentials, on the public cloud.
/// `Main` lists them and starts one.
@NullMarked
package org.cordboard.apps;

import org.jspecify.annotations.NullMarked;

/// The example applications against a whole running server: real HTTP, real phones, a real browser. Each test starts a
/// server of its own and the application beside it, as a person with two terminals would.
@NullMarked
package org.cordboard.server.apps;

import org.jspecify.annotations.NullMarked;

/// What the tests of the applications share: a platform that answers from a script, and webhooks signed like its own.
@NullMarked
package org.cordboard.apps.testing;

import org.jspecify.annotations.NullMarked;

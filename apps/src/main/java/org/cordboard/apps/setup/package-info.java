/// What the documents do by hand in a console, as code: find by name or create. Everything may run at every start, and
/// what a person changed meanwhile is left alone unless the application needs it its way.
@NullMarked
package org.cordboard.apps.setup;

import org.jspecify.annotations.NullMarked;

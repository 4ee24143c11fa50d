/// Flow definitions and the widget interpreter: a pure step function.
@NullMarked
package org.cordboard.flow;

import org.jspecify.annotations.NullMarked;

/// The settings: where they come from, what they mean, and the checked form that wiring hands out.
@NullMarked
package org.cordboard.server.config;

import org.jspecify.annotations.NullMarked;

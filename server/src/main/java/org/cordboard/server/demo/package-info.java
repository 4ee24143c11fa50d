/// The demo centre: made through the public API from files, and the story played by two scripted phones.
@NullMarked
package org.cordboard.server.demo;

import org.jspecify.annotations.NullMarked;

/// A small contact centre: the caller chooses a language, waits with music and gets the agent who speaks it and has
/// waited longest; nobody there in time, any agent will do. After a call the agent has time to wrap up.
@NullMarked
package org.cordboard.apps.simplecontactcentre;

import org.jspecify.annotations.NullMarked;

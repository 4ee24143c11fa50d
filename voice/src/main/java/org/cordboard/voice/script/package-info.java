/// Runs TwiML documents on legs: fetches them, performs the table of verbs, asks the action URLs, falls back when
/// something fails. Everything a verb does to audio and calls it does through the other packages; the same performers
/// serve flows.
@NullMarked
package org.cordboard.voice.script;

import org.jspecify.annotations.NullMarked;

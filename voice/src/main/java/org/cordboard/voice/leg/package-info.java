/// A leg is one party: its signalling, its audio, its call record and the program that drives it. Each leg's program
/// runs on one virtual thread of its own and learns everything else through the leg's inbox, so that a verb reads
/// from top to bottom. Signalling and media threads only post signals; they never wait for a program.
@NullMarked
package org.cordboard.voice.leg;

import org.jspecify.annotations.NullMarked;

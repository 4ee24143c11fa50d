/// TaskRouter's instructions: a reservation is held, the worker's phone rings, caller and worker meet, the reservation
/// is accepted; or something fails and the task goes back. One job per instruction, on a virtual thread of its own;
/// whatever it does to routing it does by commands.
@NullMarked
package org.cordboard.voice.instruction;

import org.jspecify.annotations.NullMarked;

/// Flow definitions and the interpreter that runs them: [org.cordboard.flow.FlowImporter] reads a definition,
/// [org.cordboard.flow.Interpreter] steps one execution of it from input to actions, and nothing here performs anything.
/// Time, SIDs and every result of the outside world come in with the input, so a step repeated is the same step.
/// Whoever owns the leg keeps the execution, performs the actions and brings back what came of them.
@NullMarked
package org.cordboard.flow;

import org.jspecify.annotations.NullMarked;

/// Flow tests without phones: a YAML file beside a flow says who calls, what the caller and the outside do, and what must
/// come of it. [org.cordboard.flow.rehearsal.ScenarioFile] reads it, [org.cordboard.flow.rehearsal.Rehearsal] plays it in
/// virtual time with the real interpreter, and a [org.cordboard.flow.rehearsal.Report] tells the story and what differed.
@NullMarked
package org.cordboard.flow.rehearsal;

import org.jspecify.annotations.NullMarked;

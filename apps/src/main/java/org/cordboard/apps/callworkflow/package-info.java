/// The call work flow as code: a menu for two teams, a queue and a workflow each, workers who answer on the worker page,
/// a voicemail for callers whose workflow times out, and business hours. The application itself only answers two
/// questions of the platform: is it open, and what becomes of a caller nobody took.
@NullMarked
package org.cordboard.apps.callworkflow;

import org.jspecify.annotations.NullMarked;

/// Hands calls to several phone numbers in turn. The flow puts the caller into the default queue, the assignment
/// callback dials the worker whose turn it is, and the status callback completes the task or passes it on.
@NullMarked
package org.cordboard.apps.roundrobin;

import org.jspecify.annotations.NullMarked;

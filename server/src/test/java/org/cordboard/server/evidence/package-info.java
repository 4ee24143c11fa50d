/// What is kept of a test that failed, so that one failure on a far machine is enough to find its cause. A listener of
/// the JUnit platform collects the servers' log and writes a file for each failure; `./dev test` prints them at its end.
/// Loaded by the platform itself, so no test knows of it.
@NullMarked
package org.cordboard.server.evidence;

import org.jspecify.annotations.NullMarked;

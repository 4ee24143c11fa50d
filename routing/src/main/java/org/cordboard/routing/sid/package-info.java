/// Resource identifiers: one type per kind of resource. They are values, compare by text, and new ones are drawn from
/// the seed inside a log entry so that replicas agree.
@NullMarked
package org.cordboard.routing.sid;

import org.jspecify.annotations.NullMarked;

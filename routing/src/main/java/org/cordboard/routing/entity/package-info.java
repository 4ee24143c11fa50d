/// What the engine keeps: immutable records, one per resource. The state holds the latest value of each; events carry
/// the values they produced. Nothing here decides anything.
@NullMarked
package org.cordboard.routing.entity;

import org.jspecify.annotations.NullMarked;

/// What a whole call keeps in this process while it goes: signalling, record, program and audio together. Calls come from
/// another process, so that only our side is counted.
@NullMarked
package org.cordboard.bench.legs;

import org.jspecify.annotations.NullMarked;

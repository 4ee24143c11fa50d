/// Official client libraries and clients written from the published reference, pointed at a whole server by nothing but
/// its host. What they do is what existing applications do. Each test starts a server of its own and ends it.
package org.cordboard.server.clients;

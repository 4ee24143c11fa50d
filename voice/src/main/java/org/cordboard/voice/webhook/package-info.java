/// How the platform asks an application over HTTP: one signed request, with the redirects, retries, cookies and
/// credentials that applications rely on. Used for TwiML documents, media files and status callbacks alike; nothing
/// in here knows of calls. The package depends on the JDK only, so that one instance can serve every sender.
@NullMarked
package org.cordboard.voice.webhook;

import org.jspecify.annotations.NullMarked;

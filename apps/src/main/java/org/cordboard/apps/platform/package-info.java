/// The telephony platform an application talks to: Cordboard or the public cloud. What differs between them is the
/// host and the credentials, and both come from the environment. Nothing here knows an application.
@NullMarked
package org.cordboard.apps.platform;

import org.jspecify.annotations.NullMarked;

/// Browser phones with the published Voice SDK in Chromium, against a whole server and SIP phones that tell what they hear.
package org.cordboard.server.browserphone;

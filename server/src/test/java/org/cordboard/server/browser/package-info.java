/// A real Chromium for the tests of the pages.
package org.cordboard.server.browser;

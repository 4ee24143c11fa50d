/// Whole stories: real phones, a real browser, the whole server.
package org.cordboard.server.story;

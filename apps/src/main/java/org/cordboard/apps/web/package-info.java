/// The web side every application shares: a server with virtual threads, webhooks that check who calls, pages that only
/// their owner opens, and a board that pushes to browsers. Thin on purpose, so that an application reads as its routes.
@NullMarked
package org.cordboard.apps.web;

import org.jspecify.annotations.NullMarked;

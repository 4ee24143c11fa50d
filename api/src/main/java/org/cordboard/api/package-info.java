/// The whole HTTP face: REST of all products, webhooks out, browser bridges, page sessions and the pages.
/// [org.cordboard.api.HttpFace] puts the parts together; everything else stands in a package of its own.
@NullMarked
package org.cordboard.api;

import org.jspecify.annotations.NullMarked;

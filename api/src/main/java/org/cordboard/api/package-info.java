/// REST of all products, webhooks, browser bridges and the pages.
@NullMarked
package org.cordboard.api;

import org.jspecify.annotations.NullMarked;

/// The pages: files of the class path under `/web/`, built by npm and packed into the jar.
/// Hashed files may be kept for ever, the start page never; addresses inside the page lead to the start page.
@NullMarked
package org.cordboard.api.pages;

import org.jspecify.annotations.NullMarked;

/// What an endpoint is made of: typed parameters, an operation, a representation; and the table that finds it.
/// Products declare their endpoints with these pieces; the dispatcher authenticates, validates, runs and answers.
/// The description of our own interface is generated from the same tables.
@NullMarked
package org.cordboard.api.endpoint;

import org.jspecify.annotations.NullMarked;

/// Carries HTTP: reads requests into plain values, finds the endpoint, writes one answer with its length.
/// Nothing here knows a product; the tables of endpoints come from the packages beside it.
/// Every limit on what a stranger may send stands in [org.cordboard.api.http.HttpLimits].
@NullMarked
package org.cordboard.api.http;

import org.jspecify.annotations.NullMarked;

/// Flows beside their calls. A flow's webhook is answered inside the server: a request steps the execution, performs
/// what needs no call, and answers the document of the next widget, which the script performs like any other. So a
/// number, a Redirect and a REST call reach a flow by the same address.
@NullMarked
package org.cordboard.voice.flowrun;

import org.jspecify.annotations.NullMarked;

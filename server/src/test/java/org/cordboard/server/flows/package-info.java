/// Flows on real calls: each example flow, created through the public API, answers or makes SIP calls of scripted phones.
package org.cordboard.server.flows;

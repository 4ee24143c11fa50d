/// Browser pages as phones, by the signalling protocol of the Voice SDK: a socket of JSON messages tells of calls, audio
/// goes by WebRTC. A page registered under a name is rung with the SIP phones of that name; a page that calls out reaches
/// the application its token names. Tokens and sockets come in through two small ports, because checking and carrying
/// them is the HTTP side's trade.
@NullMarked
package org.cordboard.voice.browser;

import org.jspecify.annotations.NullMarked;

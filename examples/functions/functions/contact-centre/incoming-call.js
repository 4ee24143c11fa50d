"use strict";
// The number's voice URL: greets, and asks for the language. Who presses nothing is asked again.

exports.handler = (context, event, callback) => {
  const twiml = new Twilio.twiml.VoiceResponse();
  twiml
    .gather({ numDigits: 1, timeout: 5, action: "enqueue-call", method: "POST" })
    .say("Welcome to our contact centre. For English, press one. For Hindi, press two.");
  twiml.redirect({ method: "POST" }, "incoming-call");
  callback(null, twiml);
};

"use strict";
// What callers hear until a worker is free.

exports.handler = (context, event, callback) => {
  const twiml = new Twilio.twiml.VoiceResponse();
  twiml.play({ loop: 0 }, "music");
  callback(null, twiml);
};

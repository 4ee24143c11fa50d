"use strict";
// The announcement while a worker is called: "We are connecting you with an operator. Please wait a moment."

exports.handler = (context, event, callback) => {
  const twiml = new Twilio.twiml.VoiceResponse();
  twiml.say({ language: "ja-JP", voice: "alice" }, "担当者におつなぎします。少々お待ちください。");
  twiml.pause({ length: 3 });
  callback(null, twiml);
};

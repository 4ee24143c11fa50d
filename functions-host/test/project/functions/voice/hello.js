exports.handler = function (context, event, callback) {
  const response = new Twilio.twiml.VoiceResponse();
  response.say(`${context.GREETING}, ${event.From}`);
  callback(null, response);
};

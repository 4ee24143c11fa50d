"use strict";
// The digit becomes the language in the task's attributes; an unknown digit leads back to the question.

const LANGUAGES = { 1: "english", 2: "hindi" };

exports.handler = (context, event, callback) => {
  const twiml = new Twilio.twiml.VoiceResponse();
  const language = LANGUAGES[event.Digits];
  if (language === undefined) {
    twiml.redirect({ method: "POST" }, "incoming-call");
  } else {
    twiml
      .enqueue({ workflowSid: context.WORKFLOW_SID, waitUrl: "dummy-music", waitUrlMethod: "GET" })
      .task({}, JSON.stringify({ selected_language: language }));
  }
  callback(null, twiml);
};

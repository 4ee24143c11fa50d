"use strict";
// The number's voice URL where no flow does it: straight into the queue of the workflow that takes turns.

exports.handler = (context, event, callback) => {
  const twiml = new Twilio.twiml.VoiceResponse();
  twiml
    .enqueue({ workflowSid: context.TRANSFER_WORKFLOW_SID, waitUrl: "wait-url", waitUrlMethod: "GET" })
    .task({}, "{}");
  callback(null, twiml);
};

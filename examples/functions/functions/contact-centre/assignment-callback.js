"use strict";
// The workflow's assignment callback: rings the worker's `contact_uri`; after the call the worker is in Wrap-Up.

exports.handler = (context, event, callback) => {
  callback(null, {
    instruction: "dequeue",
    from: context.TRANSFER_FROM,
    post_work_activity_sid: context.WRAP_UP_SID,
  });
};

"use strict";
// The workflow's assignment callback: rings the worker, and wants to hear how that call ended.

exports.handler = (context, event, callback) => {
  const scheme = context.SCHEME || "http";
  callback(null, {
    instruction: "dequeue",
    from: context.TRANSFER_FROM,
    timeout: Number(context.RING_SECONDS || 20),
    status_callback_url: `${scheme}://${context.DOMAIN_NAME}/transfer/status-callback`,
  });
};

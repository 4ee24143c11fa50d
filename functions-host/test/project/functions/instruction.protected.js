exports.handler = (context, event, callback) => callback(null, { instruction: "dequeue", from: event.From });

const client = require("twilio")("SK00000000000000000000000000000001", "secret", {
  accountSid: "AC00000000000000000000000000000001",
});

exports.handler = async (context, event, callback) => {
  const account = await client.api.v2010.accounts("AC00000000000000000000000000000002").fetch();
  callback(null, account.friendlyName);
};

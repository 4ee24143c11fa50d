exports.handler = async (context, event, callback) => {
  try {
    const account = await context.getTwilioClient().api.v2010.accounts(context.ACCOUNT_SID).fetch();
    callback(null, account.friendlyName);
  } catch (error) {
    callback(error);
  }
};

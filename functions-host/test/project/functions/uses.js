exports.handler = async (context, event, callback) => {
  const { twice } = require(Runtime.getFunctions()["shared"].path);
  const response = new Twilio.Response();
  response.setStatusCode(201).setBody({ twice: twice(Number(event.n)), agent: event.request.headers["user-agent"] });
  response.appendHeader("Content-Type", "application/json").setCookie("seen", "yes", ["Path=/"]);
  callback(null, response);
};

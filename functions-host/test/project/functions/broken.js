exports.handler = () => {
  throw new TypeError("no such thing");
};

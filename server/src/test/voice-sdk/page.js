// What a test does with the Voice SDK, as few words as possible: `phone.start(...)`, then the SDK's own verbs.
// Everything that happens is written to `phone.log`, one word with what belongs to it.
import { Device } from "@twilio/voice-sdk";

const phone = (window.phone = { log: [], device: null, call: null, identity: null });
const note = (...words) => phone.log.push(words.join(" "));
const silence = "/silence.wav";
const sounds = Object.fromEntries(
  ["incoming", "outgoing", "disconnect", "dtmfs", "dtmfh", ...Array.from({ length: 10 }, (_, i) => `dtmf${i}`)].map(
    (name) => [name, silence],
  ),
);

function watch(call) {
  phone.call = call;
  for (const event of ["accept", "cancel", "disconnect", "reject", "reconnecting", "reconnected", "ringing", "messageSent"]) {
    call.on(event, () => note(event));
  }
  call.on("messageReceived", ({ content, messageType, contentType, voiceEventSid }) =>
    note("message", JSON.stringify(content), messageType, contentType, voiceEventSid),
  );
  call.on("error", (error) => note("call-error", error.code));
}

/** Makes a device that signals to `host` and waits for nothing. */
phone.start = (token, host, options = {}) => {
  phone.device = new Device(token, {
    chunderw: host,
    eventgw: host,
    sounds,
    disableAudioContextSounds: true,
    logLevel: "error",
    ...options,
  });
  phone.device.on("registered", () => note("registered"));
  phone.device.on("unregistered", () => note("unregistered"));
  phone.device.on("error", (error) => note("error", error.code));
  phone.device.on("tokenWillExpire", () => note("tokenWillExpire"));
  phone.device.on("incoming", (call) => {
    note("incoming", call.parameters.From, JSON.stringify(Object.fromEntries(call.customParameters)));
    watch(call);
  });
};

phone.register = () => phone.device.register().catch((error) => note("error", error.code));
phone.connect = (options) => phone.device.connect(options).then(watch, (error) => note("connect-error", error));

/** The SDK's own test of a connection, on a line of its own. */
phone.preflight = (token, host) => {
  const test = Device.runPreflight(token, { chunderw: host, eventgw: host, logLevel: "error" });
  test.on("connected", () => note("preflight-connected"));
  test.on("completed", (report) => note("preflight-completed", report.callSid, report.callQuality));
  test.on("failed", (error) => note("preflight-failed", error.code));
};

/** Another device, as of another tab, takes the call over. */
phone.takeOver = (token, host) => {
  const connectToken = phone.call.connectToken;
  phone.former = phone.device;
  phone.start(token, host);
  return phone.connect({ connectToken });
};

/**
 * Changes the descriptions of calls on their way: the server seems to be at another port (its own is kept in
 * `phone.server`), or the page names a certificate that it does not have.
 */
phone.tamper = ({ port, fingerprint }) => {
  const setRemote = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }, ...rest) {
    const changed = sdp.replace(/(a=candidate:.* udp \d+ )(\S+) (\d+)/gi, (_, before, host, real) => {
      phone.server = `${host}:${real}`;
      return `${before}${host} ${port ?? real}`;
    });
    return setRemote.call(this, { type, sdp: changed }, ...rest);
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (text) {
    const wrong = (_, before, byte) => before + (byte === "00" ? "FF" : "00");
    return send.call(this, fingerprint ? text.replace(/(a=fingerprint:sha-256 )(..)/g, wrong) : text);
  };
};

let ear;
/** The strongest pitch that the far end sends, in hertz, and 0 for silence. */
phone.pitch = () => {
  const stream = phone.call?.getRemoteStream();
  if (!stream) {
    return 0;
  }
  if (ear?.stream !== stream) {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(stream).connect(analyser);
    ear = { stream, context, analyser };
  }
  const bins = new Float32Array(ear.analyser.frequencyBinCount);
  ear.analyser.getFloatFrequencyData(bins);
  const loudest = bins.indexOf(Math.max(...bins));
  return bins[loudest] < -60 ? 0 : (loudest * ear.context.sampleRate) / ear.analyser.fftSize;
};

note("ready");

"use strict";
// A tune made on the spot: telephone-quality PCM in a WAV file, so that the project needs no sound files.

const RATE = 8000;
const NOTE_SECONDS = 0.75;
const NOTES_HERTZ = [262, 330, 392, 330];
const LOUDNESS = 6000;

function tune() {
  const perNote = RATE * NOTE_SECONDS;
  const samples = Buffer.alloc(NOTES_HERTZ.length * perNote * 2);
  NOTES_HERTZ.forEach((hertz, note) => {
    for (let i = 0; i < perNote; i++) {
      const value = Math.round(LOUDNESS * Math.sin((2 * Math.PI * hertz * i) / RATE));
      samples.writeInt16LE(value, (note * perNote + i) * 2);
    }
  });
  return samples;
}

/** The 44 bytes before 16-bit mono samples. */
function header(length) {
  const bytes = Buffer.alloc(44);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + length, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22); // one channel
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(length, 40);
  return bytes;
}

exports.handler = (context, event, callback) => {
  const samples = tune();
  const response = new Twilio.Response();
  response.appendHeader("Content-Type", "audio/wav");
  response.setBody(Buffer.concat([header(samples.length), samples]));
  callback(null, response);
};

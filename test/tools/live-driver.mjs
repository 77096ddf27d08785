/**
 * One live capture of the built program, for the tests: started inside a network namespace with an order as its argument, it says
 * on standard output that the capture has begun, and at its end what it saw, as lines of JSON. The end of standard input stops it.
 */
import process from 'node:process';
import { TimeBase } from '../../dist/bytes/time.js';
import { FileRecorder } from '../../dist/capture/live/file-recorder.js';
import { RecordingReader } from '../../dist/capture/live/frame-sink.js';
import { startCapture } from '../../dist/capture/live/live-capture.js';
import { openCaptureFrom } from '../../dist/capture/open-capture.js';
import { StreamSource } from '../../dist/capture/stream-source.js';

const MOST_FRAMES_TOLD = 200;
const { backend, request, recording, stallAfterMs, stallMs, becomes } = JSON.parse(process.argv[2]);

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function run() {
  const capture = await startCapture(request, backend);
  if (becomes !== null) process.setuid(becomes);
  process.stdin.on('end', () => capture.stop()).resume();
  tell({ begun: true, backend: capture.backend, timesAre: capture.timesAre, passedOver: capture.passedOver });
  const timeBase = new TimeBase();
  const sink = recording === null ? null : await FileRecorder.open({ ...recording, timeBase });
  const plain = await openCaptureFrom(new StreamSource(capture.output), 'live', timeBase);
  const reader = sink === null ? plain : new RecordingReader(plain, sink);
  if (stallMs > 0) setTimeout(() => stall(stallMs), stallAfterMs);
  const frames = [];
  let count = 0;
  do {
    while (reader.next()) {
      count++;
      if (frames.length < MOST_FRAMES_TOLD) frames.push(told(reader.frame, timeBase));
    }
  } while (await reader.fill());
  const end = await capture.ended;
  const summary = sink === null ? null : await sink.finish();
  const endedEarly = reader.endedEarly?.code ?? null;
  tell({ count, frames, end, summary, endedEarly, link: capture.linkState() });
}

function told({ bytes, at, capturedLength, originalLength, timeNs }, { epochSeconds }) {
  const octets = Buffer.from(bytes.subarray(at, at + capturedLength)).toString('hex');
  return { capturedLength, originalLength, timeMs: epochSeconds * 1000 + timeNs / 1e6, octets };
}

/** The consumer does nothing at all. */
function stall(forMs) {
  const end = performance.now() + forMs;
  while (performance.now() < end);
}

try {
  await run();
} catch (error) {
  tell({ error: { code: error.code, message: error.message, advice: error.advice } });
}
process.exit(0);

/** A capture with one text in every field that has room for one. */
import { CraftPcapng } from '../capture/craft-capture.js';
import { craft } from '../craft/craft.js';
import { HANDSHAKE } from '../craft/scenes.js';
import { clientHello, RECORD, record, serverHello } from '../craft/tls.js';

/** The octets of a text, one character each, as the craft writes them. */
const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
/** The same as the value of a header field, which ends at its line. */
const field = (text: string) => utf8(text.replace(/[\r\n]/g, ' '));
/** The same as the target of a request, which ends at a blank. */
const target = (text: string) => field(text).replaceAll(' ', '%20');

/** Frames of conversations that say a text wherever they can. */
export function conversation(text: string): Uint8Array[] {
  const request = `GET /${target(text)} HTTP/1.1\r\nHost: ${field(text)}\r\nUser-Agent: ${field(text)}\r\n\r\n`;
  const response = `HTTP/1.1 503 ${field(text)}\r\nServer: ${field(text)}\r\nContent-Length: 0\r\n\r\n`;
  const upgrade = `GET /u HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: ${field(text)}\r\n\r\n`;
  const upgraded = `HTTP/1.1 101 ${field(text)}\r\nConnection: Upgrade\r\nUpgrade: ${field(text)}\r\n\r\n`;
  const protocols = ['h2', utf8(text).slice(0, 255)];
  const hello = record(RECORD.handshake, clientHello({ name: utf8(text), protocols }));
  const answer = record(RECORD.handshake, serverHello({ protocols: [utf8(text).slice(0, 255)] }));
  const talks = [
    [`> PA "${request}"`, `< PA "${response}"`, `> PA "${upgrade}"`, `< PA "${upgraded}"`],
    [`> PA "${hello}"`, `< PA "${answer}"`],
    // A method of its own, and a target that no head ends.
    [`> PA "${target(text)} / HTTP/1.1\r\n\r\n"`, `> PA "GET /${target(text)}"`],
  ];
  return talks.flatMap((talk, index) =>
    craft([...HANDSHAKE, ...talk, '< RA'], { clientPort: 50_000 + index }).frames.map(({ data }) => data),
  );
}

/** A pcapng with a text in everything that has room for one. */
export function captureWith(text: string, interfaceName = text): Uint8Array {
  const comment = [1, text] as const;
  const capture = new CraftPcapng().section(true, [comment, [2, text], [3, text], [4, text]]);
  capture.interface({ name: interfaceName, comment: text });
  for (const [index, frame] of conversation(text).entries()) {
    capture.enhanced(BigInt(index) * 1000n, frame, { options: [comment] });
  }
  return capture.bytes();
}

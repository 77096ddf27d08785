/** What TLS says in clear, in lines of a name and a value. */
import type { FlowFacts } from '../survey/flow-facts.js';
import { plain } from './number.js';
import { tlsRecord } from './protocol-record.js';
import { join, ownText, type SafeText, type Secrets, say } from './safe-text.js';

/** A line about TLS and the frame in which it is said; null for none. */
export interface TlsLine {
  readonly name: SafeText;
  readonly value: SafeText;
  readonly frame: number | null;
}

/** The lines of the flow that the cursor is on; none where no TLS was read. */
export function tlsLines(flow: FlowFacts, secrets: Secrets): TlsLine[] {
  const tls = tlsRecord(flow, secrets);
  if (tls === null) return [];
  const lines: TlsLine[] = [];
  const add = (name: string, value: SafeText | null, frame: number | null) => {
    if (value !== null && value !== '') lines.push({ name: ownText(name), value, frame });
  };
  const { clientHelloFrame, serverHelloFrame, encryptedFromFrame } = tls;
  add('server name', tls.sni, clientHelloFrame);
  add('offered', versionsText(tls.offeredVersion, tls.clientVersion), clientHelloFrame);
  add('ALPN offered', join(tls.alpnOffered, ', '), clientHelloFrame);
  add(
    'retry',
    tls.helloRetryFrame === null ? null : ownText('HelloRetryRequest of the server'),
    tls.helloRetryFrame,
  );
  add('chosen', tls.version, serverHelloFrame);
  add('cipher suite', tls.cipher, serverHelloFrame);
  add('ALPN chosen', tls.alpn, serverHelloFrame);
  for (const { from, level, description, frame } of tls.alerts) {
    const words =
      description === null ? ownText('encrypted') : say`${level ?? ownText('unknown')} ${description}`;
    add('alert', say`${from}: ${words}`, frame);
  }
  for (const [index, frame] of tls.closeNotify.entries()) {
    if (frame !== null) add('close_notify', ownText(index === 0 ? 'client' : 'server'), frame);
  }
  if (encryptedFromFrame !== null) {
    add(
      'encrypted',
      say`from frame ${plain(encryptedFromFrame)} on nothing but lengths can be seen`,
      encryptedFromFrame,
    );
  }
  return lines;
}

/** The version field of the hello says TLS 1.2 where an extension offers more. */
function versionsText(offered: SafeText | null, field: SafeText | null): SafeText | null {
  if (offered === null || field === null || offered === field) return offered;
  return say`${offered} (version field ${field})`;
}

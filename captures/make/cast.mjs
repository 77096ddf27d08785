/**
 * Who plays in the scenarios, and the forms their connections have on the wire.
 *
 * A form is matched against a flow written as one word per frame: `c:` or `s:` for who sent it, the flags of S, F, R
 * and A that are set, and `+` when it carries data. PSH is left out: it says nothing here.
 */

export const BALANCER = '198.51.100.10';
export const BALANCER_2 = '198.51.100.11';
export const BALANCER_V6 = '2001:db8:100::10';
export const USERS = ['203.0.113.21', '203.0.113.22', '203.0.113.23', '203.0.113.24'];

export const WEB = '192.0.2.80:80';
export const WEB_2 = '192.0.2.81:80';
export const WEB_TLS = '192.0.2.80:443';
export const WEB_TLS_OLD = '192.0.2.81:443';
export const WEB_V6 = '[2001:db8:200::80]:80';

export const FORMS = {
  /** The kernel's own ACK of the FIN may or may not get out before the abort. */
  teardown: /^c:S s:SA c:A c:FA (s:A )?s:RA$/,
  teardownAtOnce: /^c:S s:SA c:A c:FA s:RA$/,
  teardownAckFirst: /^c:S s:SA c:A c:FA s:A s:RA$/,
  teardownMergedAck: /^c:S s:SA c:FA (s:A )?s:RA$/,
  graceful: /^c:S s:SA c:A c:FA (s:A )?s:FA c:A$/,
  http: /^c:S s:SA c:A c:A\+ .*s:A\+.* (c:FA (s:A )?s:FA c:A|s:FA (c:A )?c:FA s:A|s:FA\+ (c:A )?c:FA s:A)$/,
  httpClosedByServer: /^c:S s:SA c:A c:A\+ (?!.*c:FA.*s:FA).*s:FA\+? (c:A )?c:FA s:A$/,
  requestReset: /^c:S s:SA c:A c:A\+ (s:A )?s:RA$/,
  refused: /^c:S s:RA$/,
  tls: /^c:S s:SA c:A c:A\+ (s:A )?s:A\+.* [cs]:FA\+? .*[cs]:A$/,
  /** Both sides speak at once; behind its GOAWAY the server closes nothing before the recording ends. */
  http2: /^c:S s:SA c:A .*c:A\+ .*c:FA (c:FA )?s:A$/,
  /** The alert is the only thing that the server sends. */
  tlsRefused: /^c:S s:SA c:A c:A\+ (s:A )?(s:A\+ (c:A )?s:FA|s:FA\+) (c:A )?c:FA s:A$/,
};

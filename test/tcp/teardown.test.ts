import { describe, expect, test } from 'vitest';
import { TEARDOWNS, type Teardown } from '../../src/tcp/teardown.js';
import { craft } from '../craft/craft.js';
import { flowFacts } from '../craft/facts.js';
import { HALF_RESPONSE, HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';

/** One scenario for every class. */
const SCENARIOS: Readonly<Record<Teardown, readonly string[]>> = {
  open: [...HANDSHAKE, REQUEST, RESPONSE],
  'half-closed-by-client': [...HANDSHAKE, '> FA', '< A'],
  'half-closed-by-server': [...HANDSHAKE, '< FA', '> A'],
  'orderly-client-first': [...HANDSHAKE, '> FA', '< FA', '> A'],
  'orderly-server-first': [...HANDSHAKE, '< FA', '> FA', '< A'],
  unanswered: ['> S', '+1s', '> S seq=0'],
  refused: ['> S', '< RA'],
  'half-open-probe': ['> S', '< SA', '> R'],
  'mid-flow-start': ['> A', '< PA "data"'],
  'reset-by-client-before-data': [...HANDSHAKE, '> RA'],
  'reset-by-client-after-client-fin': [...HANDSHAKE, '> FA', '< A', '> R'],
  'reset-by-client-after-server-fin': [...HANDSHAKE, '< FA', '> RA'],
  'reset-by-client-after-both-fins': [...HANDSHAKE, '> FA', '< FA', '> R'],
  'reset-by-client-request-unanswered': [...HANDSHAKE, REQUEST, '< A', '> RA'],
  'reset-by-client-mid-response': [...HANDSHAKE, REQUEST, HALF_RESPONSE, '> RA'],
  'reset-by-client-after-response': [...HANDSHAKE, REQUEST, RESPONSE, '> RA'],
  'reset-by-client-after-data': [...HANDSHAKE, '> PA "hello"', '< PA "hello"', '> RA'],
  'reset-by-server-before-data': [...HANDSHAKE, '< RA'],
  'reset-by-server-after-client-fin': [...HANDSHAKE, '> FA', '< RA'],
  'reset-by-server-after-server-fin': [...HANDSHAKE, '< FA', '> A', '< RA'],
  'reset-by-server-after-both-fins': [...HANDSHAKE, '> FA', '< FA', '< R'],
  'reset-by-server-request-unanswered': [...HANDSHAKE, REQUEST, '< RA'],
  'reset-by-server-mid-response': [...HANDSHAKE, REQUEST, HALF_RESPONSE, '< RA'],
  'reset-by-server-after-response': [...HANDSHAKE, REQUEST, RESPONSE, '< RA'],
  'reset-by-server-after-data': [...HANDSHAKE, '> PA "hello"', '< PA "hello"', '< RA'],
};

describe('Teardown classes', () => {
  test.each(TEARDOWNS)('%s', (teardown) => {
    expect(flowFacts(craft(SCENARIOS[teardown]).survey()).teardown).toBe(teardown);
    const overIpv6 = craft(SCENARIOS[teardown], { ipVersion: 6, vlans: [5, 6], pads: true });
    expect(flowFacts(overIpv6.survey()).teardown).toBe(teardown);
  });

  test.each<[string, readonly string[], Teardown]>([
    ['a padded FIN is no data', [...HANDSHAKE, '> FA', '< RA'], 'reset-by-server-after-client-fin'],
    [
      'a keep-alive octet is no data',
      [...HANDSHAKE, '+1s', '> A "x" seq=0', '< A', '< RA'],
      'reset-by-server-before-data',
    ],
    ['payload of the RST is no data', [...HANDSHAKE, '< RA "why"'], 'reset-by-server-before-data'],
    [
      'the client that sends its request and closes while it waits has no answer',
      [...HANDSHAKE, REQUEST, '> FA', '< RA'],
      'reset-by-server-request-unanswered',
    ],
    [
      'a response that was begun is cut short, FIN or not',
      [...HANDSHAKE, REQUEST, HALF_RESPONSE, '> FA', '< RA'],
      'reset-by-server-mid-response',
    ],
    [
      'a FIN behind a whole response comes before the RST',
      [...HANDSHAKE, REQUEST, RESPONSE, '> FA', '< RA'],
      'reset-by-server-after-client-fin',
    ],
    [
      'a server that closed without an answer had no more to say',
      [...HANDSHAKE, REQUEST, '< FA', '> RA'],
      'reset-by-client-after-server-fin',
    ],
    ['the first RST decides', [...HANDSHAKE, '> RA', '< R'], 'reset-by-client-before-data'],
    ['a FIN behind the RST does not count', [...HANDSHAKE, '< RA', '> FA'], 'reset-by-server-before-data'],
    [
      'an RST in the middle of the handshake with ACK is no half-open probe',
      ['> S', '< SA', '> RA'],
      'reset-by-client-before-data',
    ],
    ['an RST from the client to its own SYN is no refusal', ['> S', '> R'], 'reset-by-client-before-data'],
    ['the same RST twice is still a refusal', ['> S', '< RA', '> S seq=0', '< RA'], 'refused'],
    ['a RST alone has no handshake to refuse', ['< R seq=1'], 'reset-by-server-before-data'],
  ])('%s', (_, lines, teardown) => {
    expect(flowFacts(craft(lines, { pads: true }).survey()).teardown).toBe(teardown);
  });
});

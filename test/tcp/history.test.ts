import { describe, expect, test } from 'vitest';
import type { ConnState } from '../../src/tcp/conn-state.js';
import { craft } from '../craft/craft.js';
import { flowFacts } from '../craft/facts.js';
import { HANDSHAKE } from '../craft/scenes.js';

describe('History and conn state in the words of Zeek', () => {
  test.each<[string, ConnState, string, readonly string[]]>([
    ['S', 'S0', 'a SYN without an answer', ['> S', '> S seq=0']],
    ['ShA', 'S1', 'a connection that is open', HANDSHAKE],
    [
      'ShADadFf',
      'SF',
      'a whole connection',
      [...HANDSHAKE, '> PA "a"', '< A', '< PA "b"', '> FA', '< FA', '> A'],
    ],
    ['Sr', 'REJ', 'a refusal', ['> S', '< RA']],
    ['ShAF', 'S2', 'a FIN of the client without an answer', [...HANDSHAKE, '> FA']],
    ['ShAf', 'S3', 'a FIN of the server without an answer', [...HANDSHAKE, '< FA']],
    ['ShR', 'RSTO', 'a half-open probe', ['> S', '< SA', '> R']],
    ['ShADR', 'RSTO', 'an RST of the client', [...HANDSHAKE, '> PA "a"', '> RA']],
    ['ShADr', 'RSTR', 'an RST of the server', [...HANDSHAKE, '> PA "a"', '< RA']],
    ['ShAFr', 'RSTR', 'a FIN answered by RST', [...HANDSHAKE, '> FA', '< RA']],
    ['SR', 'RSTOS0', 'a SYN and an RST of the same side', ['> S', '> R']],
    ['SF', 'SH', 'a SYN and a FIN of the same side', ['> S', '> F']],
    ['^hr', 'RSTRH', 'a SYN, ACK and an RST of the server alone', ['< SA', '< R']],
    ['^hf', 'SHR', 'a SYN, ACK and a FIN of the server alone', ['< SA', '< FA']],
    ['Dd', 'OTH', 'data without a handshake', ['> PA "a"', '< PA "b"']],
    ['^dD', 'OTH', 'data without a handshake, the server first', ['< PA "b"', '> PA "a"']],
    ['^aA', 'OTH', 'acknowledgments alone, the server first', ['< A', '> A']],
    ['ShAFfR', 'SF', 'an RST behind both FINs', [...HANDSHAKE, '> FA', '< FA', '> R']],
    ['ShADT', 'S1', 'a repeated segment', [...HANDSHAKE, '> PA "ab"', '> PA "ab" seq=1']],
    ['ShAaw', 'S1', 'a closed window', [...HANDSHAKE, '< A win=0']],
    [
      'ShAag',
      'S1',
      'octets acknowledged that were not captured',
      [...HANDSHAKE, '< A', '< PA "abc" lost', '> A'],
    ],
    ['Q', 'SH', 'SYN and FIN together', ['> SF']],
    ['ShAI', 'RSTO', 'FIN and RST together', [...HANDSHAKE, '> FR']],
  ])('%s %s: %s', (history, state, _, lines) => {
    const facts = flowFacts(craft(lines).survey());
    expect([facts.history, facts.state]).toEqual([history, state]);
  });

  test('repeats are written at the 1st, 10th and 100th time', () => {
    const repeats = (times: number) => [...HANDSHAKE, '> PA "ab"', ...Array(times).fill('> PA "ab" seq=1')];
    expect(flowFacts(craft(repeats(9)).survey()).history).toBe('ShADT');
    expect(flowFacts(craft(repeats(10)).survey()).history).toBe('ShADTT');
    expect(flowFacts(craft(repeats(100)).survey()).history).toBe('ShADTTT');
  });

  test('a FIN repeated is one event, a FIN further on is another', () => {
    const closed = [...HANDSHAKE, '> FA'];
    expect(flowFacts(craft([...closed, '> FA seq=1']).survey()).history).toBe('ShAF');
    expect(flowFacts(craft([...closed, '> FA "more" seq=2']).survey()).history).toContain('F');
  });

  test('a history ends at 66 letters', () => {
    const resets = Array.from({ length: 200 }, (_, index) => `< R seq=${index + 1}`);
    const { history } = flowFacts(craft([...HANDSHAKE, ...resets]).survey());
    expect(history).toBe(`ShA${'r'.repeat(63)}`);
  });
});

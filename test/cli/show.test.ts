import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { craft } from '../craft/craft.js';
import { HANDSHAKE, REQUEST, RESPONSE } from '../craft/scenes.js';
import { runCli } from './run-cli.js';

const captures = readdirSync('captures')
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name) => `captures/${name}`);

const TEARDOWN = 'captures/iis7-single-teardown.pcap';

async function show(argv: readonly string[], input?: Uint8Array) {
  return runCli(['show', ...argv], input === undefined ? {} : { input });
}

describe('Goldens', () => {
  test.each([
    ['iis7-health-check', '2', 'ladder'],
    ['httpsys-503', '1', 'ladder'],
    ['clean-http', '2', 'ladder'],
    ['httpsys-503', '1', 'follow'],
  ])('%s, flow %s: %s', async (capture, flow, form) => {
    const options = form === 'follow' ? ['--follow'] : [];
    const { stdout, exitCode } = await show([`captures/${capture}.pcap`, '--flow', flow, ...options]);
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`../golden/${capture}.flow-${flow}.${form}.txt`);
  });
});

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addSchema(JSON.parse(readFileSync('schema/flow.schema.json', 'utf8')));
const isShow = ajv.compile(JSON.parse(readFileSync('schema/show.schema.json', 'utf8')));

test.each(captures)('JSON of %s follows the schema', async (capture) => {
  for (const flow of ['0', '1']) {
    const { stdout, exitCode } = await show([capture, '--flow', flow, '--json']);
    if (flow === '1' && exitCode === 2) continue;
    isShow(JSON.parse(stdout));
    expect(isShow.errors).toBeNull();
  }
});

test('the schema refuses what is not published', () => {
  expect(isShow({ schemaVersion: '1.0.0' })).toBe(false);
});

test('a ladder is never wider than was asked for', async () => {
  for (const width of [80, 100, 160]) {
    for (const capture of ['captures/clean-http.pcap', 'captures/iis7-teardown-ipv6.pcap']) {
      const { stdout } = await show([capture, '--flow', '0', '--width', String(width), '--unfold']);
      const longest = Math.max(...stdout.split('\n').map((line) => line.length));
      expect(longest).toBeLessThanOrEqual(width);
    }
  }
});

test('ASCII is ASCII', async () => {
  const { stdout } = await show([TEARDOWN, '--flow', '0', '--ascii']);
  expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
});

describe('What cannot be shown', () => {
  test('a flow that is not there: how many there are', async () => {
    const { exitCode, stderr, stdout } = await show(['captures/iis7-health-check.pcap', '--flow', '23']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('There is no flow 23: the capture has 23 flows, numbered 0 to 22');
  });

  test.each([
    [['--flow', '-1'], 'whole number'],
    [['--flow', '1e3'], 'whole number'],
    [['--flow', '0', '--width', '79'], '80 to 400'],
    [[], 'Name what to show'],
    [['--flow', '0', '--json', '--follow'], 'cannot be used with'],
    [['--flow', '0', '--json', '--width', '100'], 'cannot be used with'],
    [['--flow', '0', '--follow', '--unfold'], 'cannot be used with'],
    [['--flow', '0', '--follow', '--width', '100'], 'cannot be used with'],
    [['--frame', '1', '--width', '100'], 'cannot be used with'],
  ])('%j', async (options, message) => {
    const { exitCode, stderr } = await show([TEARDOWN, ...options]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('ICMP errors about a flow', () => {
  const REFUSED = 'captures/refused-by-icmp.pcap';

  test('are told below the ladder, with what was found', async () => {
    const { stdout } = await show([REFUSED, '--flow', '0']);
    expect(stdout).toContain('No segment answered the SYN of the client: only ICMP errors did.\n');
    expect(stdout).toContain(
      'ICMP error in frame 2, from 192.0.2.80: communication administratively prohibited\n',
    );
    expect(stdout).toMatch(/\nE1 .*\(connection-refused\):/);
  });

  test('are the same in show and in flows', async () => {
    const flows = (await runCli(['flows', REFUSED, '--json'])).stdout.trim().split('\n');
    for (const line of flows) {
      const { flow, icmp, icmpErrors, findings } = JSON.parse(line);
      const shown = JSON.parse((await show([REFUSED, '--flow', String(flow), '--json'])).stdout);
      expect(shown.flow).toMatchObject({ icmp, icmpErrors, findings });
    }
  });
});

test('a file that breaks off is shown as far as it goes, with exit code 4', async () => {
  const whole = readFileSync(TEARDOWN);
  const { exitCode, stdout, stderr } = await show(['-', '--flow', '0'], whole.subarray(0, whole.length - 5));
  expect(exitCode).toBe(4);
  expect(stderr).toContain('The file ends inside frame 5');
  expect(stdout).toContain('4 segments');
});

test('a flow that may lie behind the place where a file breaks off is no wrong usage', async () => {
  const whole = readFileSync(TEARDOWN);
  const { exitCode, stdout, stderr } = await show(['-', '--flow', '9'], whole.subarray(0, whole.length - 5));
  expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
  expect(stderr).toMatch(/ends inside frame 5.*\n.*There is no flow 9: the capture has 1 flow/);
});

test.skipIf(platform() === 'win32')('a FIFO is not waited for twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcpdx-show-'));
  const fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const { exitCode, stderr } = await show([fifo, '--filter', 'tcp']);
  rmSync(folder, { recursive: true });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('fifo cannot be, name a file');
});

test('the same from a file, a pipe and gzip', async () => {
  const fromFile = await show([TEARDOWN, '--flow', '0']);
  const octets = readFileSync(TEARDOWN);
  expect((await show(['-', '--flow', '0'], octets)).stdout).toBe(fromFile.stdout);
  expect((await show(['-', '--flow', '0'], gzipSync(octets))).stdout).toBe(fromFile.stdout);
});

test('several files are one capture: frame numbers go on', async () => {
  const { stdout } = await show([
    'captures/iis7-health-check.pcap',
    'captures/httpsys-503.pcap',
    '--flow',
    '24',
  ]);
  // 155 frames and 23 flows lie in the file in front.
  expect(stdout).toContain('frames 172 to 181');
});

describe('Text of packets', () => {
  const hostile = [
    ...HANDSHAKE,
    '> PA "GET /\u001b[31mred?token=abcdef HTTP/1.1\r\nHost: a\r\nAuthorization: Basic Zm9vOmJhcg==\r\nCookie: sid=1234567\r\n\r\n"',
    '< PA "HTTP/1.1 200 \u009b31mOK\r\nContent-Length: 2\r\n\r\nhi"',
  ];
  const file = craft(hostile).pcap();

  test.each([['--follow'], ['--json'], ['--unfold']])('cannot drive a terminal: %s', async (option) => {
    const { stdout } = await show(['-', '--flow', '0', option], file);
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test.each([['--follow'], ['--json'], ['--unfold']])('tells no secret: %s', async (option) => {
    const { stdout } = await show(['-', '--flow', '0', option], file);
    expect(stdout).not.toMatch(/abcdef|Zm9vOmJhcg|1234567/);
  });

  test('tells no secret in a body that is shown as octets', async () => {
    const body = '\x00\x01\r\n{"password":"verysecret"}\r\nplain\x02\r\npw=verysecret';
    const lines = [...HANDSHAKE, `> PA "${body}"`];
    const inHex = Buffer.from('verysecret').toString('hex');
    const follow = (await show(['-', '--flow', '0', '--follow'], craft(lines).pcap())).stdout;
    // Rows of sixteen octets: a secret may go on in the next one.
    expect(follow).not.toMatch(/very|secr|76 65 72|cret/);
    expect(follow).toMatch(/\n> 00000000 {2}00 01 0d 0a \*\* /);
    expect(follow).toContain('lain.');
    const json = (await show(['-', '--flow', '0', '--json'], craft(lines).pcap())).stdout;
    expect(json).not.toContain(inHex);
    isShow(JSON.parse(json));
    expect(isShow.errors).toBeNull();
    const shown = (await show(['-', '--flow', '0', '--json', '--show-secrets'], craft(lines).pcap())).stdout;
    expect(shown).toContain(inHex);
  });

  test.each([
    ['FTP and POP3', 'PASS verysecret', '> PASS ***'],
    ['SMTP', 'AUTH PLAIN verysecret', '> AUTH PLAIN ***'],
    ['IMAP', 'a1 LOGIN me verysecret', '> a1 LOGIN me ***'],
    ['numbers in JSON', '{"otp":123456, "pin" : -4711.5e3,"n":1}', '> {"otp":"***", "pin" : "***","n":1}'],
    ['an escaped value', 'back=%2Fapp%3Fpassword%3Dverysecret', '> back=***'],
    ['no password', 'PASSIVE and pass on', '> PASSIVE and pass on'],
    ['none either', 'AUTH PLAIN', '> AUTH PLAIN'],
  ])('tells no password of a command: %s', async (_, line, expected) => {
    const lines = [...HANDSHAKE, `> PA "${line}\r\n"`];
    const { stdout } = await show(['-', '--flow', '0', '--follow'], craft(lines).pcap());
    expect(stdout.split('\n')).toContain(expected);
  });

  test('tells secrets on request', async () => {
    const { stdout } = await show(['-', '--flow', '0', '--follow', '--show-secrets'], file);
    expect(stdout).toContain('Authorization: Basic Zm9vOmJhcg==');
  });
});

describe('A conversation', () => {
  test('goes turn by turn, with its gaps', async () => {
    const lines = [
      ...HANDSHAKE,
      REQUEST,
      '< PA "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"',
      '< PA "def" lost',
      '< PA "ghi"',
    ];
    const { stdout } = await show(['-', '--flow', '0', '--follow'], craft(lines).pcap());
    expect(stdout.split('\n').slice(1)).toEqual([
      '',
      '-- client, frame 4 --',
      '> GET / HTTP/1.1',
      '> Host: a',
      '>',
      '',
      '-- server, frames 5 to 6 --',
      '< HTTP/1.1 200 OK',
      '< Content-Length: 9',
      '<',
      '< abc',
      '  [3 octets not in the capture]',
      '< ghi',
      '',
    ]);
  });

  test('shows octets that are no text as they are', async () => {
    const lines = [...HANDSHAKE, '> PA "\u0016\u0003\u0001\u0000\u0005hello"', RESPONSE];
    const { stdout } = await show(['-', '--flow', '0', '--follow'], craft(lines).pcap());
    expect(stdout).toContain('> 00000000  16 03 01 00 05 68 65 6c  6c 6f                    .....hello');
  });

  test('of nobody is said to be none', async () => {
    const { stdout } = await show(['-', '--flow', '0', '--follow'], craft(HANDSHAKE).pcap());
    expect(stdout).toContain('No octet of payload was sent.');
  });
});

describe('A ladder', () => {
  test('folds long runs of payload and counts what is in them', async () => {
    const data = Array.from({ length: 9 }, () => '< PA len=1000');
    const file = craft([
      ...HANDSHAKE,
      '> PA "go"',
      ...data,
      '+1s',
      '< PA len=1000 seq=8001',
      '> A',
      '< FA',
    ]).pcap();
    const { stdout } = await show(['-', '--flow', '0'], file);
    expect(stdout).toContain('… 8 data segments …');
    expect(stdout).toContain('8,000 octets');
    const unfolded = await show(['-', '--flow', '0', '--unfold'], file);
    expect(unfolded.stdout).not.toContain('data segments');
  });

  test('draws what is missing', async () => {
    const file = craft([...HANDSHAKE, '> PA "abc" lost', '> PA "def"']).pcap();
    const { stdout } = await show(['-', '--flow', '0'], file);
    expect(stdout).toContain('╎ 3 octets of the client not in the capture ╎');
    expect(stdout).toContain('Previous segment not captured');
  });
});

describe('With a filter', () => {
  test('the connections that match are shown one after the other, and counted', async () => {
    const { stdout, stderr, exitCode } = await show(['captures/httpsys-503.pcap', '--filter', 'flow<2']);
    expect(exitCode).toBe(0);
    expect(stdout.match(/^Flow \d+:/gm)).toEqual(['Flow 0:', 'Flow 1:']);
    const [first] = stdout.split('\nFlow 1:');
    expect((await show(['captures/httpsys-503.pcap', '--flow', '0'])).stdout).toBe(first);
    expect(stderr).toBe('tcpdx: the filter matches 2 of 8 flows\n');
  });

  test('no more than ten are shown, and the rest is counted', async () => {
    const { stdout, stderr } = await show([TEARDOWN, '--filter', 'finding:any']);
    const shown = stdout.match(/^Flow \d+:/gm)?.length ?? 0;
    expect(shown).toBeLessThanOrEqual(10);
    const many = await show(['captures/iis7-health-check.pcap', '--filter', 'finding:any', '--json']);
    expect(many.stdout.match(/^\{$/gm)).toHaveLength(10);
    expect(many.stderr).toContain('not shown: 10 flows');
    expect(stderr).toContain('the filter matches');
  });

  test('none that match is no error', async () => {
    const { stdout, stderr, exitCode } = await show([TEARDOWN, '--filter', 'status==599']);
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toBe('tcpdx: the filter matches 0 of 1 flow\n');
  });

  test.each([
    [['-', '--filter', 'flow==0'], 'name a file'],
    [[TEARDOWN, '--filter', 'statos==503'], 'did you mean "status"?'],
    [[TEARDOWN, '--filter', 'flow==0', '--frame', '1'], 'cannot be used with'],
    [[TEARDOWN, '--filter', 'flow==0', '--flow', '1'], 'cannot be used with'],
  ])('%j is refused', async (argv, message) => {
    const { stderr, exitCode } = await show(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

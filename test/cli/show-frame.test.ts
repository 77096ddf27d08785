import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { craftPcap } from '../capture/craft-capture.js';
import { craft } from '../craft/craft.js';
import { CARRIERS } from '../decode/frames.js';
import { runCli } from './run-cli.js';

const HEALTH_CHECK = 'captures/iis7-health-check.pcap';
const folder = mkdtempSync(join(tmpdir(), 'show-frame-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, octets: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

const show = (file: string, frame: number, ...more: string[]) =>
  runCli(['show', file, '--frame', String(frame), ...more]);

test('the RST, ACK of an IIS 7.0 health check as text', async () => {
  const { exitCode, stdout } = await show(HEALTH_CHECK, 5);
  expect(exitCode).toBe(0);
  await expect(stdout).toMatchFileSnapshot('../golden/iis7-health-check.frame-5.txt');
});

test('the RST, ACK of an IIS 7.0 health check as JSON', async () => {
  const { stdout } = await show(HEALTH_CHECK, 5, '--json');
  const timeless = stdout.replace(/"version": "\d+\.\d+\.\d+"/, '"version": "VERSION"');
  await expect(timeless).toMatchFileSnapshot('../golden/iis7-health-check.frame-5.json');
});

test.each(['0', '-1', '1.5', 'x', '1e3'])('refuses %s as a frame number', async (number) => {
  expect((await runCli(['show', HEALTH_CHECK, '--frame', number])).exitCode).toBe(2);
});

test('says how many frames there are when the frame is not there', async () => {
  const { exitCode, stderr } = await show(HEALTH_CHECK, 156);
  expect(exitCode).toBe(2);
  expect(stderr).toBe('tcpdx: there is no frame 156: the capture has 155 frames\n');
});

describe('A capture that breaks off', () => {
  const whole = readFileSync(HEALTH_CHECK);
  const cut = () => fileOf('cut.pcap', whole.subarray(0, -3));

  test('shows a frame in front of the damage', async () => {
    expect((await show(cut(), 154)).stdout).toContain('Frame 154: ');
  });

  test('says what could be read when the frame is behind it', async () => {
    const { exitCode, stdout, stderr } = await show(cut(), 155);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain('ends inside frame 155');
    expect(stderr).toContain('the capture has 154 frames that can be read');
  });

  test('shows a frame of the next file, and says that one is damaged', async () => {
    const first = fileOf('cut-first.pcap', craft(['> S', '< SA']).pcap().subarray(0, -3));
    const { exitCode, stdout, stderr } = await runCli(['show', first, HEALTH_CHECK, '--frame', '6']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain(`${HEALTH_CHECK}, frame 5 there, at octet 328`);
    expect(stderr).toContain('cut-first.pcap: The file ends inside frame 2');
  });
});

test('counts frames over several files, in the order of their times', async () => {
  const older = fileOf('older.pcap', craft(['> S', '< SA']).pcap());
  const { exitCode, stdout } = await runCli(['show', HEALTH_CHECK, older, '--frame', '7']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`${HEALTH_CHECK}, frame 5 there, at octet 328`);
  const alone = (await show(HEALTH_CHECK, 5)).stdout;
  const octets = (text: string) => text.slice(text.indexOf('Ethernet  '));
  expect(octets(stdout)).toBe(octets(alone));
});

test('shows the same from gzip and from standard input', async () => {
  const whole = readFileSync(HEALTH_CHECK);
  const withoutPath = (text: string) => text.split('\n').toSpliced(1, 1).join('\n');
  const expected = withoutPath((await show(HEALTH_CHECK, 100)).stdout);
  const zipped = await show(fileOf('x.pcap.gz', gzipSync(whole)), 100);
  const piped = await runCli(['show', '-', '--frame', '100'], { input: whole });
  expect(withoutPath(zipped.stdout)).toBe(expected);
  expect(withoutPath(piped.stdout)).toBe(expected);
});

test('shows interface and comment of a pcapng', async () => {
  const path = 'captures/pcapng.pcapng';
  const { stdout } = await runCli(['report', path, '--format', 'json']);
  const [file] = JSON.parse(stdout).capture.files;
  const comment = file.comments.find(({ target }: { target: string }) => target === 'frame');
  const shown = await show(path, comment.frameNumber);
  expect(shown.stdout).toContain(`  Comment: ${comment.text}\n`);
  expect(shown.stdout).toContain('Ethernet, interface 0\n');
});

describe('Secrets', () => {
  const frames = ['> PA "GET /?token=abcdef HTTP/1.1\r\nCookie: id=verysecret\r\nHost: h\r\n\r\n"'];
  const path = () => fileOf('secret.pcap', craft(frames).pcap());
  const inHex = Buffer.from('verysecret').toString('hex');

  test('are masked in texts and octets', async () => {
    const text = (await show(path(), 1)).stdout;
    expect(text).not.toMatch(/verysecret|abcdef|76 65 72 79/);
    expect(text).toContain('** stands for octets of secrets: --show-secrets');
    const json = (await show(path(), 1, '--json')).stdout;
    expect(json).not.toMatch(/verysecret|abcdef/);
    expect(json).not.toContain(inHex);
  });

  test.each([
    ['a head that goes on in this segment', 'X-Api-Key: verysecret\r\nCookie: id=verysecret\r\n\r\n'],
    ['JSON', '{"password": "verysecret"}'],
    ['XML', '<s:Password Type="text">verysecret</s:Password>'],
    ['a payload short enough to stand in the tree', 'pw=verysecret'],
  ])('are masked in %s', async (_, payload) => {
    const file = fileOf('goes-on.pcap', craft([`> PA "${payload}"`]).pcap());
    const text = (await show(file, 1)).stdout;
    expect(text).not.toMatch(/very|76 65 72 79/);
    expect((await show(file, 1, '--json')).stdout).not.toContain(inHex);
    expect((await show(file, 1, '--show-secrets', '--json')).stdout).toContain(inHex);
  });

  test('are shown on demand', async () => {
    expect((await show(path(), 1, '--show-secrets')).stdout).toContain('id=verysecret');
    expect((await show(path(), 1, '--show-secrets', '--json')).stdout).toContain(inHex);
  });
});

test('lets no octet of a packet reach the terminal as itself', async () => {
  const frames = ['> PA "GET /\x1b]0;x\x07 HTTP/1.1\r\nX\x1b[31m: \x9b31m\r\n\r\n"'];
  const { stdout } = await show(fileOf('hostile.pcap', craft(frames).pcap()), 1);
  expect(stdout).toMatch(/^[\n\x20-\x7e·]*$/);
});

describe('JSON follows the schema', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  const isFrame = ajv.compile(JSON.parse(readFileSync('schema/frame.schema.json', 'utf8')));

  async function expectValid(path: string, frame: number): Promise<void> {
    isFrame(JSON.parse((await show(path, frame, '--json')).stdout));
    expect(isFrame.errors).toBeNull();
  }

  const captures = readdirSync('captures').filter((name) => /\.pcap(ng)?$/.test(name));
  test.each(captures)('%s', async (name) => {
    for (const frame of [1, 3, 4]) await expectValid(`captures/${name}`, frame);
  });

  test.each(CARRIERS)('%s', async (name, linkType, data) => {
    const path = fileOf(`${name}.pcap`, craftPcap([{ timeNs: 1n, data }], { linkType }));
    await expectValid(path, 1);
  });

  test('and refuses what is not published', () => expect(isFrame({ surprise: true })).toBe(false));
});

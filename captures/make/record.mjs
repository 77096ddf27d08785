/**
 * Records the scenarios: `sudo node captures/make/record.mjs [scenario…]` (all of them without a name).
 * Needs Linux, root, tcpdump, tshark, ip, ethtool, editcap, openssl and python3.
 *
 * A capture is written only when tshark sees in it what the scenario promises: every connection the client made, no
 * other, each in its form. Then the .json is written beside it, with the flow numbers tshark gave.
 */
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { derive } from './derive.mjs';
import { endpointText } from './endpoint.mjs';
import { Lab, run } from './lab.mjs';
import { scenario, scenarios } from './scenarios.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TARGET = path.dirname(HERE);
/** The kernel may let its ACK of a FIN out before or after the program's abort; a form can need a second try. */
const TRIES = 4;

const version = (program) => /\d+\.\d+\.\d+/.exec(run(program, '--version'))[0];

/** Starts tcpdump on the server's end and resolves when it listens. */
async function startCapture(lab, file, { filter = 'tcp', snaplen = 0, nano, any, linkType }) {
  const options = ['-U', '--immediate-mode', '-Z', 'root', '-n', '-s', String(snaplen), '-w', file];
  if (nano) options.push('--time-stamp-precision=nano');
  if (linkType) options.push('-y', linkType);
  options.push('-i', any ? 'any' : lab.serverSide.device);
  if (filter) options.push(filter);
  const child = lab.start(lab.serverSide, ['ignore', 'ignore', 'pipe'], 'tcpdump', ...options);
  let said = '';
  child.stderr.on('data', (octets) => {
    said += octets;
  });
  const exited = once(child, 'exit').then(() => Promise.reject(new Error(`tcpdump: ${said}`)));
  exited.catch(() => {});
  while (!said.includes('listening on')) await Promise.race([sleep(10), exited]);
  return child;
}

/** Ends tcpdump once the file has not grown for a while: the last frames of a scenario are the point of it. */
async function stopCapture(child, file) {
  for (let size = -1; size !== statSync(file).size; ) {
    size = statSync(file).size;
    await sleep(300);
  }
  child.kill('SIGINT');
  await once(child, 'exit');
}

/** Plays one scenario and returns what the client says about its connections. */
async function play(wanted, file) {
  const lab = new Lab();
  const close = () => lab.close();
  process.once('exit', close); // Also when a signal or an error nobody caught ends this program.
  try {
    lab.open(wanted.lab);
    const node = (side, script) =>
      lab.start(
        side,
        ['ignore', 'inherit', 'inherit', 'ipc'],
        process.execPath,
        path.join(HERE, script),
        wanted.name,
      );
    const options = wanted.capture ?? {};
    let capture = options.later ? undefined : await startCapture(lab, file, options);
    const server = node(lab.serverSide, 'server.mjs');
    const [ready] = await Promise.race([once(server, 'message'), once(server, 'exit')]);
    if (ready !== 'ready') throw new Error(`the servers of ${wanted.name} did not start`);
    const client = node(lab.clientSide, 'client.mjs');
    let flows;
    client.on('message', async (message) => {
      flows = message.flows;
      if (message.ask !== 'capture') return;
      capture = await startCapture(lab, file, options);
      client.send('recording');
    });
    const [code] = await once(client, 'exit');
    if (code !== 0) throw new Error(`the client of ${wanted.name} ended with ${code}`);
    await stopCapture(capture, file);
    return flows;
  } finally {
    process.off('exit', close);
    lab.close();
  }
}

const FIELDS = 'tcp.stream ip.src ipv6.src tcp.srcport ip.dst ipv6.dst tcp.dstport tcp.flags tcp.len';
const FLAGS = [
  ['S', 2],
  ['F', 1],
  ['R', 4],
  ['A', 16],
];

/** What tshark sees: one `{ ends, words(client) }` a stream, in the order of tcp.stream. */
function streamsOf(file) {
  const fields = FIELDS.split(' ').flatMap((field) => ['-e', field]);
  const streams = [];
  for (const line of run('tshark', '-n', '-r', file, '-Y', 'tcp and not icmp', '-T', 'fields', ...fields)
    .trim()
    .split('\n')) {
    const [stream, src4, src6, srcPort, dst4, dst6, dstPort, flags, length] = line.split('\t');
    const from = endpointText(src4 || src6, srcPort);
    const letters = FLAGS.filter(([, bit]) => Number(flags) & bit).map(([letter]) => letter);
    streams[stream] ??= { ends: [from, endpointText(dst4 || dst6, dstPort)].sort().join(' '), frames: [] };
    streams[stream].frames.push({ from, word: letters.join('') + (Number(length) > 0 ? '+' : '') });
  }
  return streams;
}

/** Gives every connection its stream; throws when the capture does not show what it should. */
function numbersByLabel(wanted, flows, file) {
  const free = streamsOf(file).map((stream, number) => ({ ...stream, number }));
  const byLabel = {};
  for (const { label, client, server } of flows) {
    const ends = [client, server].sort().join(' ');
    const at = free.findIndex((stream) => stream.ends === ends);
    if (at < 0) throw new Error(`${label} ${ends} is not in the capture`);
    const [stream] = free.splice(at, 1);
    const form = stream.frames.map(({ from, word }) => `${from === client ? 'c' : 's'}:${word}`).join(' ');
    if (!wanted.shapes[label].test(form)) throw new Error(`flow ${stream.number}, ${label}: ${form}`);
    byLabel[label] ??= [];
    byLabel[label].push(stream.number);
  }
  if (free.length > 0) throw new Error(`a connection that nobody made: ${free[0].ends}`);
  return byLabel;
}

/** The .json beside the capture. */
function description(wanted, flows, file) {
  const byLabel = numbersByLabel(wanted, flows, file);
  const kernel = os.release().split('.').slice(0, 2).join('.');
  const tools = `Linux ${kernel}, node ${process.versions.node}, tcpdump ${version('tcpdump')}, tshark ${version('tshark')}`;
  const how = [
    `Recorded from the TCP stack of Linux by captures/make/record.mjs ${wanted.name} (${tools}); no IIS took part.`,
  ];
  if (wanted.how) how.push(wanted.how);
  return {
    why: wanted.why,
    how: how.join(' '),
    frames: run('tshark', '-r', file, '-T', 'fields', '-e', 'frame.number').trim().split('\n').length,
    flows: flows.length,
    find: wanted.find.map(({ rule, server, labels }) => ({
      rule,
      server,
      flows: labels.flatMap((label) => byLabel[label]).sort((a, b) => a - b),
    })),
  };
}

async function record(wanted, folder) {
  const recorded = path.join(folder, `${wanted.name}.recorded`);
  const name = `${wanted.name}${wanted.derive === 'pcapng' ? '.pcapng' : '.pcap'}`;
  const finished = wanted.derive ? path.join(folder, name) : recorded;
  const flows = await play(wanted, recorded);
  if (wanted.derive) derive[wanted.derive](recorded, finished);
  const about = description(wanted, flows, finished);
  copyFileSync(finished, path.join(TARGET, name));
  const compact = JSON.stringify(about, null, 2).replace(/\[[\s\d,]+\]/g, (list) =>
    list.replace(/\s+/g, ' '),
  );
  writeFileSync(path.join(TARGET, `${wanted.name}.json`), `${compact}\n`);
  console.log(`${name}: ${about.frames} frames, ${about.flows} flows, ${statSync(finished).size} octets`);
}

async function main(names) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tcpdx-captures-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  for (const wanted of names.length ? names.map(scenario) : scenarios) {
    for (let left = TRIES; left > 0; left--) {
      try {
        await record(wanted, folder);
        break;
      } catch (error) {
        if (left === 1) throw error;
        console.error(`${wanted.name}: ${error.message}; again`);
      }
    }
  }
}

await main(process.argv.slice(2));

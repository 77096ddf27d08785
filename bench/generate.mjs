/**
 * Writes the captures that the benchmark reads: `node bench/generate.mjs lb|many|one [--scale 0.01] [--flows N] [--out FILE]`.
 * The same command writes the same octets on every machine. Beside FILE it leaves FILE.json with the true counts.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LB_FLOWS, writeLb } from './generator/lb.mjs';
import { MANY_FLOWS, writeMany } from './generator/many.mjs';
import { ONE_OCTETS, writeOne } from './generator/one.mjs';
import { PcapWriter } from './generator/pcap-writer.mjs';

const DATA = fileURLToPath(new URL('data/', import.meta.url));
const SEED = 20260101;

/** The captures, in the order in which they are made and run. */
export const CAPTURES = /** @type {const} */ (['lb', 'many', 'one']);

/** @typedef {typeof CAPTURES[number]} CaptureName */

/**
 * @param {CaptureName} name
 * @param {number} scale
 * @returns {string} where the capture of that size is kept
 */
export function capturePath(name, scale) {
  return join(DATA, scale === 1 ? `${name}.pcap` : `${name}-x${scale}.pcap`);
}

/**
 * Writes FILE and FILE.json. FILE appears under its name only when it is complete.
 * @param {CaptureName} name
 * @param {number} scale
 * @param {string} [out]
 * @returns {Record<string, unknown>} the true counts
 */
export function generate(name, scale, out = capturePath(name, scale)) {
  mkdirSync(dirname(out), { recursive: true });
  const partial = `${out}.partial`;
  const writer = new PcapWriter(partial, { padShortFrames: name !== 'many' });
  const counted = write(name, scale, writer);
  writer.close();
  const { lastUs, ...counts } = counted;
  const truth = {
    capture: name,
    scale,
    seed: SEED,
    octets: writer.octets,
    frames: writer.frames,
    seconds: Number(lastUs) / 1e6,
    ...counts,
  };
  writeFileSync(`${out}.json`, `${JSON.stringify(truth, null, 2)}\n`);
  renameSync(partial, out);
  return truth;
}

/**
 * @param {CaptureName} name
 * @param {number} scale
 * @param {PcapWriter} writer
 * @returns {Record<string, unknown>}
 */
function write(name, scale, writer) {
  switch (name) {
    case 'lb':
      return writeLb(writer, { flows: Math.max(1, Math.round(LB_FLOWS * scale)), seed: SEED });
    case 'many':
      return writeMany(writer, { flows: Math.max(1, Math.round(MANY_FLOWS * scale)), seed: SEED });
    case 'one':
      return writeOne(writer, { octets: ONE_OCTETS * scale });
  }
}

/** @returns {number} exit code */
function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { scale: { type: 'string' }, flows: { type: 'string' }, out: { type: 'string' } },
  });
  const name = CAPTURES.find((known) => known === positionals[0]);
  const fullFlows = name === 'many' ? MANY_FLOWS : LB_FLOWS;
  const scale = values.flows === undefined ? Number(values.scale ?? 1) : Number(values.flows) / fullFlows;
  if (name === undefined || !(scale > 0) || (name === 'one' && values.flows !== undefined)) {
    console.error('usage: node bench/generate.mjs lb|many|one [--scale 0.01] [--flows N] [--out FILE]');
    return 2;
  }
  console.log(JSON.stringify(generate(name, scale, values.out ?? capturePath(name, scale)), null, 2));
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();

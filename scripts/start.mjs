// `npm start [-- FILE…]`: the report of the given captures, or of the sample capture that tells the story of the project.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const atRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const given = process.argv.slice(2);
const files = given.length > 0 ? given : [atRoot('captures/iis7-health-check.pcap')];
const { status, error } = spawnSync(process.execPath, [atRoot('dist/bin/tcpdx.js'), 'report', ...files], {
  stdio: 'inherit',
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;

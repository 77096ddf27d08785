import type { Command } from 'commander';
import { type LiveInterface, listInterfaces } from '../capture/live/list-interfaces.js';
import { facts } from '../report/document.js';
import { textOf } from '../report/text.js';
import { join, ownText, type SafeText, safeText, say } from '../view/safe-text.js';
import type { Io } from './io.js';
import { writeToStream } from './write-output.js';

/** Adds `tcpdx interfaces`: what can be captured, and why not where not. */
export function addInterfacesCommand(program: Command, io: Io): void {
  program
    .command('interfaces')
    .description('list what can be captured, and why not where not')
    .option('--json', 'one JSON object a line')
    .action((options: { json?: boolean }) => list(options.json === true, io));
}

async function list(isJson: boolean, io: Io): Promise<void> {
  const all = await listInterfaces({ linkTypes: true });
  await writeToStream(io.stdout, isJson ? all.map(lineOf) : [textFor(all)]);
}

function lineOf({ name, description, addresses, ...rest }: LiveInterface): string {
  const texts = {
    name: safeText(name, 400),
    description: description === null ? null : safeText(description, 400),
    addresses: addresses.map((address) => safeText(address)),
  };
  return `${JSON.stringify({ ...texts, ...rest })}\n`;
}

function textFor(all: readonly LiveInterface[]): string {
  if (all.length === 0) return 'No interface was found.\n';
  return textOf(facts(all.map((it) => [safeText(it.name), wordsOf(it)] as const)));
}

const OBSTACLES: Readonly<Record<NonNullable<LiveInterface['obstacle']>, string>> = {
  down: 'CANNOT be captured: it is down (Linux: ip link set NAME up)',
  'not-listed':
    'CANNOT be captured: no capture program lists it (is dumpcap or tcpdump installed, is it yours?)',
  'no-permission':
    'CANNOT be captured by this user: use sudo, or let dumpcap capture for you (group wireshark on Debian)',
};

function wordsOf({
  description,
  addresses,
  isLoopback,
  linkType,
  listedBy,
  obstacle,
}: LiveInterface): SafeText {
  const parts = [
    ...(obstacle === null ? [] : [ownText(OBSTACLES[obstacle])]),
    ...(description === null ? [] : [safeText(description)]),
    ...(isLoopback ? [ownText('loopback')] : []),
    ...(linkType === null ? [] : [safeText(linkType)]),
    ...addresses.map((address) => safeText(address)),
    ...(listedBy.length === 0
      ? []
      : [
          say`with ${join(
            listedBy.map((name) => safeText(name)),
            ' or ',
          )}`,
        ]),
  ];
  return parts.length === 0 ? ownText('nothing more is known') : join(parts, '; ');
}

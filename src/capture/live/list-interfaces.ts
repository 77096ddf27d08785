/** What can be captured, put together from what the capture programs, Node and Linux say. */
import { networkInterfaces } from 'node:os';
import { askProgram } from './ask-program.js';
import { BACKENDS, type Backend, CAP_PROGRAM } from './backend.js';
import { LIST_INTERFACES } from './cap-protocol.js';
import type { BackendName } from './capture-request.js';
import {
  capInterfaces,
  dumpcapInterfaces,
  type ListedInterface,
  tcpdumpInterfaces,
} from './interface-text.js';
import { isSwitchedOn, linuxInterfaces } from './link-state.js';

/** An interface that can be captured, or why not. Names and descriptions are the system's: not safe for a terminal. */
export interface LiveInterface {
  readonly name: string;
  readonly description: string | null;
  readonly addresses: readonly string[];
  /** Null where not known, and for what has no link, as `nflog`. */
  readonly isUp: boolean | null;
  readonly isLoopback: boolean;
  /** Name of libpcap's link type, as `EN10MB`; null where not asked for or not told. */
  readonly linkType: string | null;
  /** The programs that list it; `cap` is asked only when the others list nothing. */
  readonly listedBy: readonly BackendName[];
  /** Why it cannot be captured now; null when nothing is known to be in the way. */
  readonly obstacle: 'down' | 'not-listed' | 'no-permission' | null;
}

type Found = readonly [BackendName | null, readonly ListedInterface[]];

/**
 * Lists the interfaces of this machine, those that can be captured first.
 * @param options.linkTypes whether each is to be asked for its link type, which takes a permission and some time, and tells
 * those that may not be captured by this user
 */
export async function listInterfaces(options: { linkTypes: boolean }): Promise<LiveInterface[]> {
  const lists = await Promise.all([BACKENDS[0], BACKENDS[1]].map(listOf));
  // All programs ask the same libpcap, and `cap` has to be started in a process of its own for it.
  if (lists.every(([, list]) => list.length === 0)) lists.push(await listOf(BACKENDS[2]));
  const merged = merge([...lists, ofSystem()]);
  if (!options.linkTypes) return merged.sort(byObstacle);
  return (await Promise.all(merged.map(withLinkType))).sort(byObstacle);
}

/** The interface of this name, or of this friendly name; undefined when there is none. */
export function interfaceNamed(all: readonly LiveInterface[], name: string): LiveInterface | undefined {
  return all.find((it) => it.name === name) ?? all.find((it) => it.description === name);
}

async function listOf(backend: Backend): Promise<Found> {
  const { path } = backend.find();
  if (path === null) return [backend.name, []];
  switch (backend.name) {
    case 'dumpcap':
      return ['dumpcap', dumpcapInterfaces(await listText(path, ['-D', '-M']))];
    case 'tcpdump':
      return ['tcpdump', tcpdumpInterfaces(await listText(path, ['-D']))];
    case 'cap':
      return ['cap', capInterfaces(await listText(path, [CAP_PROGRAM, LIST_INTERFACES]))];
  }
}

/** What Node and Linux know without any program. */
function ofSystem(): Found {
  const known = Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    description: null,
    addresses: addresses.map(({ address }) => address),
    isUp: true,
    isLoopback: addresses.some(({ internal }) => internal),
  }));
  const linux = linuxInterfaces().flatMap((name) => {
    const isUp = isSwitchedOn(name);
    return isUp === null ? [] : [{ name, description: null, addresses: [], isUp, isLoopback: name === 'lo' }];
  });
  return [null, [...linux, ...known]];
}

function merge(lists: readonly Found[]): LiveInterface[] {
  const all = new Map<string, ListedInterface & { listedBy: BackendName[] }>();
  for (const [backend, list] of lists) {
    for (const it of list) {
      const before = all.get(it.name) ?? { ...it, listedBy: [] };
      const listedBy =
        backend === null || before.listedBy.includes(backend)
          ? before.listedBy
          : [...before.listedBy, backend];
      all.set(it.name, {
        name: it.name,
        description: before.description ?? it.description,
        addresses: [...new Set([...before.addresses, ...it.addresses])],
        // The list made last is the system's own, which knows best.
        isUp: it.isUp ?? before.isUp,
        isLoopback: before.isLoopback || it.isLoopback,
        listedBy,
      });
    }
  }
  return [...all.values()].map((it) => ({ ...it, linkType: null, obstacle: obstacleOf(it) }));
}

function obstacleOf(it: {
  isUp: boolean | null;
  listedBy: readonly BackendName[];
}): LiveInterface['obstacle'] {
  if (it.isUp === false) return 'down';
  return it.listedBy.length === 0 ? 'not-listed' : null;
}

/** `dumpcap -L -M` prints whether monitor mode can be had, then lines of number, name and words; tcpdump lines of a name, on standard error. */
async function withLinkType(it: LiveInterface): Promise<LiveInterface> {
  if (it.obstacle !== null || it.name.startsWith('-')) return it;
  const [dumpcap, tcpdump] = BACKENDS;
  const dumpcapPath = it.listedBy.includes('dumpcap') ? dumpcap.find().path : null;
  const path = dumpcapPath ?? tcpdump.find().path;
  if (path === null) return it;
  const { isOk, isRefused, stdout, stderr } = await askProgram(
    path,
    dumpcapPath === null ? ['-L', '-i', it.name] : ['-L', '-M', '-i', it.name],
  );
  if (isRefused) return { ...it, obstacle: 'no-permission' };
  if (!isOk) return it;
  const text = stdout + stderr;
  const linkType = /^\d+\t(\S+)\t/m.exec(text)?.[1] ?? /^ {2}(\S+) \(/m.exec(text)?.[1] ?? null;
  return { ...it, linkType };
}

/** The list that a program prints on standard output; empty when it fails. */
async function listText(path: string, argv: readonly string[]): Promise<string> {
  const { isOk, stdout } = await askProgram(path, argv);
  return isOk ? stdout : '';
}

function byObstacle(a: LiveInterface, b: LiveInterface): number {
  return Number(a.obstacle !== null) - Number(b.obstacle !== null);
}

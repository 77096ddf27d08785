/** How the link of an interface is: programs of capture go on without a word when it goes down. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { LinkState } from './capture-request.js';

/** Linux says more than Node's list, which leaves out interfaces that are down or have no address. */
const LINUX_FOLDER = '/sys/class/net';
/** IFF_UP. Source: linux/if.h */
const FLAG_UP = 1;

/**
 * How the link of an interface is, asked of the operating system with every call. `gone` is one that was there when this was made:
 * capture programs have devices that are no interfaces (nflog, usbmon, names of their own).
 * @param linuxFolder where Linux tells; another one only in tests
 */
export function linkOf(interfaceName: string, linuxFolder = LINUX_FOLDER): () => LinkState {
  if (process.platform !== 'linux' || !existsSync(linuxFolder)) {
    return () => (Object.hasOwn(networkInterfaces(), interfaceName) ? 'up' : 'unknown');
  }
  // Not an interface of its own: all of them.
  if (interfaceName === 'any') return () => 'up';
  if (interfaceName.includes('/') || interfaceName === '..') return () => 'unknown';
  const folder = `${linuxFolder}/${interfaceName}`;
  return existsSync(folder) ? () => linuxLinkState(folder) : () => 'unknown';
}

/** Names in Linux's list, of which some are files and no interfaces (`isSwitchedOn` is null for these); none elsewhere. */
export function linuxInterfaces(): string[] {
  return process.platform === 'linux' && existsSync(LINUX_FOLDER) ? readdirSync(LINUX_FOLDER) : [];
}

/**
 * Whether an interface is switched on, be its cable plugged in or not: then it can be captured. Null where Linux has none of this name,
 * and where it is not asked.
 */
export function isSwitchedOn(interfaceName: string): boolean | null {
  try {
    const flags = Number(readFileSync(`${LINUX_FOLDER}/${interfaceName}/flags`, 'utf8'));
    return (flags & FLAG_UP) !== 0;
  } catch {
    return null;
  }
}

function linuxLinkState(folder: string): LinkState {
  try {
    const flags = Number(readFileSync(`${folder}/flags`, 'utf8'));
    if ((flags & FLAG_UP) === 0) return 'down';
    const state = readFileSync(`${folder}/operstate`, 'utf8').trim();
    return state === 'down' || state === 'lowerlayerdown' ? 'down' : 'up';
  } catch {
    return existsSync(folder) ? 'unknown' : 'gone';
  }
}

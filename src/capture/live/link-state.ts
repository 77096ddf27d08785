/** How the link of an interface is: programs of capture go on without a word when it goes down. */
import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import process from 'node:process';
import type { LinkState } from './capture-request.js';

/** Linux says more than Node's list, which leaves out interfaces that are down or have no address. */
const LINUX_FOLDER = '/sys/class/net';
/** IFF_UP. Source: linux/if.h */
const FLAG_UP = 1;

/** How the link of this interface is at this moment. Asks the operating system each time. */
export function linkState(interfaceName: string): LinkState {
  if (process.platform === 'linux' && existsSync(LINUX_FOLDER)) return linuxLinkState(interfaceName);
  return Object.hasOwn(networkInterfaces(), interfaceName) ? 'up' : 'unknown';
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

function linuxLinkState(interfaceName: string): LinkState {
  // Not an interface of its own: all of them.
  if (interfaceName === 'any') return 'up';
  if (interfaceName.includes('/') || interfaceName === '..') return 'unknown';
  try {
    const flags = Number(readFileSync(`${LINUX_FOLDER}/${interfaceName}/flags`, 'utf8'));
    if ((flags & FLAG_UP) === 0) return 'down';
    const state = readFileSync(`${LINUX_FOLDER}/${interfaceName}/operstate`, 'utf8').trim();
    return state === 'down' || state === 'lowerlayerdown' ? 'down' : 'up';
  } catch {
    return existsSync(`${LINUX_FOLDER}/${interfaceName}`) ? 'unknown' : 'gone';
  }
}

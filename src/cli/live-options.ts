/** Options of `tcpdx live`, and how their words are read. */
import { InvalidArgumentError } from 'commander';
import type { BackendName } from '../capture/live/capture-request.js';
import type { Severity } from '../rules/rule.js';
import type { LookOptions } from './look-options.js';

/** As commander gives them. */
export interface LiveOptions extends LookOptions {
  readonly filter?: string;
  readonly backend: BackendName | 'auto';
  readonly snaplen?: number;
  readonly promiscuous: boolean;
  readonly buffer: number;
  readonly write?: string;
  readonly record: boolean;
  readonly ringSize?: number;
  readonly ringFiles?: number;
  readonly duration?: number;
  readonly keep: 'all' | 'failed';
  readonly around: number;
  readonly tui: boolean;
  readonly format: 'text' | 'json';
  readonly stopOn?: string;
  readonly onFinding?: readonly [string, ...string[]];
  readonly failOn?: Severity;
  readonly metrics?: number;
  readonly showSecrets?: boolean;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };
const SIZES: Readonly<Record<string, number>> = {
  '': 2 ** 20,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
};

/** `90`, `90s`, `10m`, `2h`: seconds. */
export function seconds(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)(s|m|min|h|d)?$/.exec(text) ?? [];
  const value = Number(digits) * (UNITS[unit] as number);
  if (digits === undefined || value <= 0) {
    throw new InvalidArgumentError('Expected a time such as 90s, 10m or 2h.');
  }
  return value;
}

/** A file has memory of its own while it waits to be written: with a frame each, those of a moment would take gigabytes. */
const SMALLEST_FILE = 64 * 2 ** 10;

/** `100`, `100M`, `2G`: octets of a file, at least 64 KiB; without a unit mebibytes. */
export function octets(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,6})([kmgt])?(?:i?b)?$/i.exec(text) ?? [];
  const value = Number(digits) * (SIZES[unit.toLowerCase()] as number);
  if (digits === undefined || value < SMALLEST_FILE)
    throw new InvalidArgumentError('Expected a size such as 100M or 2G, 64k at least.');
  return value;
}

/** A whole number within limits. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`);
  };
}

/**
 * Numbers and their units as people type them.
 */
import type { FieldType } from './field.js';

/** Units, in lower case, and what they count of the smallest one. */
export const UNITS: Readonly<Partial<Record<FieldType, Readonly<Record<string, number>>>>> = {
  octets: {
    B: 1,
    KB: 1e3,
    MB: 1e6,
    GB: 1e9,
    KiB: 1024,
    MiB: 1024 ** 2,
    GiB: 1024 ** 3,
  },
  /** Nanoseconds. */
  duration: { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 },
};

/** Why a text is no number of a type. */
export type NumberFault = 'bad-number' | 'bad-unit' | 'unit-missing' | 'bad-port';

/** The number that a text means for a field of a type: octets, nanoseconds, or a plain count. */
export function numberValue(text: string, type: FieldType): number | NumberFault {
  const units = UNITS[type];
  const [, digits, unit] = /^(0x[\da-f]+|\d+(?:\.\d+)?)([a-zµμ]*)$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return 'bad-number';
  const amount = Number(digits);
  if (units !== undefined) return inUnits(amount, unit, units, type);
  if (unit !== '') return 'bad-unit';
  if (!Number.isSafeInteger(amount)) return 'bad-number';
  return type === 'port' && amount > 0xffff ? 'bad-port' : amount;
}

function inUnits(
  amount: number,
  typed: string,
  units: Readonly<Record<string, number>>,
  type: FieldType,
): number | NumberFault {
  if (typed === '') return type === 'duration' && amount !== 0 ? 'unit-missing' : amount;
  const wanted = typed.toLowerCase().replace(/[µμ]/, 'u');
  const unit = Object.keys(units).find((name) => name.toLowerCase() === wanted);
  if (unit === undefined) return 'bad-unit';
  const value = amount * (units[unit] as number);
  return Number.isFinite(value) ? Math.round(value) : 'bad-number';
}

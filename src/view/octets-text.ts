import { count, counted } from './number.js';
import { ownText, type SafeText } from './safe-text.js';

const UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** An amount of octets for the eye: `612 octets`, `1.2 KB`, `34 MB`; the units are thousands. */
export function octetsText(octets: number): SafeText {
  if (octets < 1000) return counted(octets, 'octet');
  let amount = octets;
  let unit: string = UNITS[0];
  for (const next of UNITS) {
    if (amount < 999.5) break;
    amount /= 1000;
    unit = next;
  }
  return ownText(`${amount < 9.95 ? amount.toFixed(1) : count(Math.round(amount))} ${unit}`);
}

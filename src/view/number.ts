import type { SafeText } from './safe-text.js';

/** A count with its thousands apart: `1,204`. */
export function count(value: number): SafeText {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',') as SafeText;
}

/** A count and its noun: `1 flow`, `1,204 flows`. */
export function counted(value: number, singular: string, plural = `${singular}s`): SafeText {
  return `${count(value)} ${value === 1 ? singular : plural}` as SafeText;
}

/** A number as it stands: a frame, a flow, a port. */
export function plain(value: number): SafeText {
  return String(value) as SafeText;
}

/** A share as whole percent, never rounded to 0 % or 100 % when it is neither. */
export function percent(share: number): SafeText {
  const rounded = Math.round(share * 100);
  const honest = share > 0 && rounded === 0 ? 1 : share < 1 && rounded === 100 ? 99 : rounded;
  return `${honest} %` as SafeText;
}

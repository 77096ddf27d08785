import type { ColourChoice } from './config.js';

/** Options of `tcpdx open`. */
export interface OpenOptions {
  readonly plain?: boolean;
  readonly linear?: boolean;
  readonly filter?: string;
  readonly flow?: number;
  readonly color?: ColourChoice;
  readonly ascii?: boolean;
  readonly mouse?: boolean;
  readonly showSecrets?: boolean;
}

import type { LookOptions } from './look-options.js';

/** Options of `tcpdx open`. */
export interface OpenOptions extends LookOptions {
  readonly plain?: boolean;
  readonly filter?: string;
  readonly flow?: number;
  readonly showSecrets?: boolean;
}

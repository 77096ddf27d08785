import type { Message } from '../tui/shared.js';
import { type SafeText, say } from '../view/safe-text.js';

/** Longest text that terminals take, as base64: xterm's buffer is the smallest that is in use. */
const MOST_CHARACTERS = 74_000;

/**
 * Puts text on the clipboard of the terminal, wherever that is (OSC 52): it goes through ssh and tmux. Nothing comes back, so
 * nobody knows whether it got there, and the message does not claim it.
 */
export function copyToTerminal(text: string, what: SafeText, write: (text: string) => void): Message {
  const encoded = Buffer.from(text).toString('base64');
  if (encoded.length > MOST_CHARACTERS) {
    return {
      text: say`${what}: too long for the clipboard of a terminal; e writes it to a file`,
      tone: 'warning',
    };
  }
  write(`\x1b]52;c;${encoded}\x07`);
  return { text: say`${what}: sent to terminal`, tone: 'notice' };
}

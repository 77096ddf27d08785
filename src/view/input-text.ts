import { ownText, type SafeText, safeText } from './safe-text.js';

/**
 * What an input is called: the path as given, and what `-` stands for.
 * @param length most characters of a path
 */
export function inputText(path: string, length?: number): SafeText {
  return path === '-' ? ownText('standard input') : safeText(path, length);
}

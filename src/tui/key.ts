/**
 * One key as the terminal sent it. Names: a printable character stands for itself (`j`, `G`, `/`), others are `enter`,
 * `escape`, `tab`, `shift-tab`, `backspace`, `delete`, `insert`, `up`, `down`, `left`, `right`, `home`, `end`, `pageup`,
 * `pagedown`, `space`, `f1` … `f12`, and `ctrl-x`, `alt-x` for modified ones.
 */
export interface Key {
  readonly name: string;
  /** The text that it types, safe or not; empty for keys that type nothing. A paste is one key with the name `paste`. */
  readonly text: string;
}

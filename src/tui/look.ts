/** How the terminal can show things; decided once at the start from options, environment and terminal. */
export interface Look {
  /** `none`: signs, words and reverse video alone. */
  readonly colours: 'none' | 'sixteen';
  /** False: `| - > x ! *` and `#` in place of lines, arrows and blocks. */
  readonly hasUnicode: boolean;
}

/** Cells of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

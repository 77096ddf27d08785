/** Characters that a ladder is drawn with. */
export interface LadderGlyphs {
  readonly line: string;
  readonly right: string;
  readonly left: string;
  readonly shaft: string;
  readonly evidenceShaft: string;
  readonly evidenceMark: string;
  readonly gap: string;
  readonly fold: string;
  readonly reset: string;
  readonly closed: string;
  readonly open: string;
  readonly arrow: string;
}

/** Box drawing. */
export const UNICODE: LadderGlyphs = {
  line: '│',
  right: '▶',
  left: '◀',
  shaft: '─',
  evidenceShaft: '═',
  evidenceMark: '▌',
  gap: '╎',
  fold: '…',
  reset: '╳',
  closed: '┴',
  open: '┆',
  arrow: '→',
};

/** For terminals and mails that know no other. */
export const ASCII: LadderGlyphs = {
  line: '|',
  right: '>',
  left: '<',
  shaft: '-',
  evidenceShaft: '=',
  evidenceMark: '*',
  gap: ':',
  fold: '...',
  reset: 'X',
  closed: '+',
  open: ':',
  arrow: '->',
};

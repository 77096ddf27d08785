import { Box, Transform } from 'ink';
import { memo, type ReactNode } from 'react';
import type { Look, Size } from '../look.js';
import type { Frame } from '../span.js';
import { paintLine } from './theme.js';

/** What is drawn. */
export interface FrameViewProps {
  readonly frame: Frame;
  readonly look: Look;
  readonly size: Size;
}

/** A frame: one text per row. Everything has been decided before; rows keep their place, so only changed ones are laid out. */
export function FrameView({ frame, look, size }: FrameViewProps): ReactNode {
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      {frame.lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is known by its place.
        <Row key={row} text={paintLine(line, look)} columns={size.columns} />
      ))}
    </Box>
  );
}

/**
 * A row as wide as the screen, whatever is in it. Ink remembers the size of every text that it ever measured: on a live screen that
 * would be megabytes a minute, so what it measures is always the same blanks.
 */
const Row = memo(function Row({
  text,
  columns,
}: {
  readonly text: string;
  readonly columns: number;
}): ReactNode {
  return <Transform transform={() => text}>{' '.repeat(columns)}</Transform>;
});

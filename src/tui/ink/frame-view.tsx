import { Box, Text } from 'ink';
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
        <Row key={row} text={paintLine(line, look)} />
      ))}
    </Box>
  );
}

/** Ink gives a text without characters no row. */
const Row = memo(function Row({ text }: { readonly text: string }): ReactNode {
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

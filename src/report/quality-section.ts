import type { CaptureFacts, CrossCheck, Diagnosis, FileFacts } from '../diagnosis/diagnosis.js';
import { interfaceText } from '../view/capture-text.js';
import { crossCheckSentence } from '../view/cross-check-text.js';
import { earlyEndSentence } from '../view/early-end-text.js';
import { inputText } from '../view/input-text.js';
import { accountingText, interfaceDropsText, liveEndText, liveSourceText } from '../view/live-text.js';
import { count, counted, plain } from '../view/number.js';
import { problemText } from '../view/problem-text.js';
import { join, ownText, packetText, type SafeText, safeText, say } from '../view/safe-text.js';
import { checksumBlocks } from './checksum-blocks.js';
import type { ReportContext } from './context.js';
import { type Block, facts, heading, list, paragraph, table } from './document.js';

/** Comments shown; a file can hold thousands. */
const MOST_COMMENTS = 10;

/** Characters of a name in a command, which is of no use when it is cut. */
const LONGEST_NAME = 4096;

/** What was read and how good it is: files, interfaces, comments, oddities, the word of the second reader. */
export function qualitySection({ capture, crossCheck }: Diagnosis, context: ReportContext): Block[] {
  return [
    heading(2, ownText('Capture quality')),
    ...capture.files.flatMap((file) => fileBlocks(file, context)),
    ...joinHint(capture),
    ...liveBlocks(capture),
    ...problemBlocks(capture),
    ...checksumBlocks(capture.checksums),
    ...crossCheckBlocks(crossCheck),
  ];
}

function fileBlocks(file: FileFacts, context: ReportContext): Block[] {
  const { comments, interfaces } = file;
  const commentRows = comments.slice(0, MOST_COMMENTS).map((comment) => {
    const place =
      comment.frameNumber === null ? ownText(comment.target) : say`frame ${plain(comment.frameNumber)}`;
    return [say`Comment (${place})`, packetText(comment.text, context.secrets)] as const;
  });
  const unshown = comments.length - commentRows.length;
  return facts([
    [ownText('File'), inputText(file.name, 400)],
    [
      ownText('SHA-256'),
      file.sha256 === null ? ownText('not computed (--sha256 tells it)') : ownText(file.sha256),
    ],
    [ownText('Format'), say`${ownText(file.format)}, ${counted(file.frames, 'frame')}`],
    ...interfaces.slice(0, MOST_COMMENTS).map((it) => [ownText('Interface'), interfaceText(it)] as const),
    [
      ownText('Read to the end'),
      file.endedEarly === null ? ownText('yes') : say`NO: ${earlyEndSentence(file.endedEarly)}`,
    ],
    ...commentRows,
    ...(unshown > 0
      ? [[ownText('Comments'), say`${counted(unshown, 'more comment')} not shown`] as const]
      : []),
  ]);
}

function liveBlocks({ live }: CaptureFacts): Block[] {
  if (live === undefined) return [];
  return facts([
    [ownText('Captured live'), liveSourceText(live)],
    [ownText('Frames'), accountingText(live)],
    [ownText('Dropped by interface'), interfaceDropsText(live)],
    [ownText('Ended because'), liveEndText(live.endedBy)],
  ]);
}

function joinHint({ files }: CaptureFacts): Block[] {
  if (files.length < 2) return [];
  const names = join(
    files.map(({ name }) => shellWord(safeText(name, LONGEST_NAME))),
    ' ',
  );
  return [
    paragraph(
      ownText(
        'Frame and flow numbers count over all files in this order. To see them in Wireshark, join the files:',
      ),
    ),
    { kind: 'code', lines: [say`mergecap -a -w joined.pcapng ${names}`] },
  ];
}

/**
 * A name as a word of a command: in quotes where a shell would take it apart or obey it. cmd.exe knows double quotes only, so that
 * a path of Windows is in these: its backslashes stand for themselves there, but for one in front of the closing quote.
 */
function shellWord(name: SafeText): SafeText {
  if (/^[\w./:@%+=,\\-]+$/.test(name)) return name;
  return /["$`!]|\\$/.test(name) ? ownText(`'${name.replaceAll("'", "'\\''")}'`) : say`"${name}"`;
}

function problemBlocks({ problems }: CaptureFacts): Block[] {
  if (problems.length === 0) return [paragraph(ownText('No oddity was met while decoding.'))];
  const rows = problems.map(({ code, count: times }) => [count(times), problemText(code), safeText(code)]);
  return table([ownText('Count'), ownText('Oddity met while reading'), ownText('Code')], rows);
}

function crossCheckBlocks(crossCheck: CrossCheck | null): Block[] {
  if (crossCheck === null) {
    return [
      paragraph(ownText('The capture was read by one reader; --cross-check compares it with a second one.')),
    ];
  }
  return list(crossCheck.files.map((file) => crossCheckSentence(safeText(crossCheck.reader), file)));
}

/** The export dialog: what to write, as what, and to which file. It only asks; the writing is done outside. */
import { spans } from '../../cells.js';
import type { CommandId } from '../../command.js';
import { type ExportContent, WRITABLE_CONTENTS } from '../../export-content.js';
import { lineOf } from '../../line-editor.js';
import type { Answer, Screen } from '../../screen.js';
import type { Shared } from '../../shared.js';
import type { ExportState } from './state.js';
import { defaultName } from './target-name.js';
import { takeKey, takeWritten } from './update.js';
import { viewExport } from './view.js';

/** Keys of the commands that the help runs here. */
const COMMAND_KEYS: Partial<Readonly<Record<CommandId, string>>> = {
  'export-field': 'tab',
  'export-choose': 'space',
  'export-write': 'enter',
  'export-cancel': 'escape',
};

/** The dialog, offering some contents, at least one. */
export function exportScreenOf(contents: readonly ExportContent[]): Screen<ExportState> {
  return {
    id: 'export',
    open: ({ flow = null, content }, { paths }) => {
      const [first = 'report-text'] = contents;
      const chosen = content !== undefined && contents.includes(content) ? content : first;
      return {
        state: { ...START, content: chosen, contents, flow, path: lineOf(defaultName(paths, chosen)) },
      };
    },
    update(state, event, shared) {
      switch (event.kind) {
        case 'key':
          return takeKey(state, shared, event.key, event.text);
        case 'command':
          return takeCommand(state, shared, event.command);
        case 'shared':
          return takeWritten(state, shared);
      }
    },
    title: () => spans(['title', 'Export']),
    view: viewExport,
    footer: (_, { capture }) => FOOTERS[capture.kind],
    isTyping: () => true,
  };
}

const START: Omit<ExportState, 'content' | 'contents' | 'flow' | 'path'> = {
  field: 'what',
  scope: 'all',
  asked: null,
  refusal: null,
  isReplacing: false,
};

const FOOTERS: Readonly<Record<Shared['capture']['kind'], readonly CommandId[]>> = {
  ready: ['export-field', 'export-choose', 'export-write', 'export-cancel'],
  reading: ['stop', 'export-cancel'],
  failed: ['export-cancel'],
};

function takeCommand(state: ExportState, shared: Shared, command: CommandId): Answer<ExportState> {
  const key = COMMAND_KEYS[command];
  if (key !== undefined) return takeKey(state, shared, key, '');
  // The dialog is open already.
  return command === 'export' || command === 'write' ? { state } : { state, isUnused: true };
}

/** The dialog with what can be written today. */
export const EXPORT_SCREEN: Screen<ExportState> = exportScreenOf(WRITABLE_CONTENTS);

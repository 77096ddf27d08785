/** All screens by id. */
import type { Screens } from './program.js';
import type { Screen } from './screen.js';
import { ENDING_SCREEN } from './screens/ending/ending-screen.js';
import { EXCHANGE_SCREEN } from './screens/exchange/exchange.js';
import { EXPORT_SCREEN } from './screens/export/export-screen.js';
import { FINDINGS_SCREEN } from './screens/findings/findings-screen.js';
import { FLOWS_SCREEN } from './screens/flows/flows-screen.js';
import { HELP_SCREEN } from './screens/help/help-screen.js';
import { LADDER_SCREEN } from './screens/ladder/ladder.js';
import { PACKET_SCREEN } from './screens/packet/packet.js';
import { SUMMARY_SCREEN } from './screens/summary/summary-screen.js';
import { TIMELINE_SCREEN } from './screens/timeline/timeline-screen.js';

/** A screen of any state: only the screen itself looks into its state. */
function anyScreen<S>(screen: Screen<S>): Screen<unknown> {
  return screen as Screen<unknown>;
}

/** All screens by id. */
export const SCREENS: Screens = {
  summary: anyScreen(SUMMARY_SCREEN),
  findings: anyScreen(FINDINGS_SCREEN),
  flows: anyScreen(FLOWS_SCREEN),
  ladder: anyScreen(LADDER_SCREEN),
  packet: anyScreen(PACKET_SCREEN),
  exchange: anyScreen(EXCHANGE_SCREEN),
  timeline: anyScreen(TIMELINE_SCREEN),
  export: anyScreen(EXPORT_SCREEN),
  ending: anyScreen(ENDING_SCREEN),
  help: anyScreen(HELP_SCREEN),
};

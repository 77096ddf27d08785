/**
 * The table of scenarios. Each says why it exists, who listens (server.mjs), what happens (`run`, in client.mjs), how
 * it is recorded or changed afterwards, which form on the wire each part must have, and what must be found in it.
 *
 *   why, how     for the .json; `how` only where there is more to say than "recorded by this script"
 *   lab          options of the laboratory (lab.mjs)
 *   servers      the listeners (server.mjs)
 *   run          async (client) => void; every connection gets a label
 *   capture      { filter, snaplen, nano, any, linkType, later }: how tcpdump is called
 *   derive       the name of a step in derive.mjs that changes the recorded file
 *   shapes       { label: form }: checked with tshark on every connection of that label before anything is written
 *   find         [{ rule, server, labels }]: what must be found; everything else must not
 */
import { forms } from './scenarios-forms.mjs';
import { protocols } from './scenarios-protocols.mjs';
import { responses } from './scenarios-responses.mjs';
import { teardowns } from './scenarios-teardowns.mjs';

export const scenarios = [...teardowns, ...responses, ...protocols, ...forms];

export function scenario(name) {
  const found = scenarios.find((each) => each.name === name);
  if (!found) throw new Error(`no scenario called ${name}`);
  return found;
}

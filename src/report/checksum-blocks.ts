import type { ChecksumFacts, ChecksumSender } from '../diagnosis/checksum-facts.js';
import type { ChecksumCounts, ChecksumVerdict } from '../survey/checksums.js';
import { count, counted, plain } from '../view/number.js';
import { join, ownText, type SafeText, safeText, say } from '../view/safe-text.js';
import { type Block, facts, list } from './document.js';

/** What `--checksums` found, for the section on the quality of the capture. */
export function checksumBlocks(found: ChecksumFacts | undefined): Block[] {
  if (found === undefined) return [];
  const { ipv4, tcp, offloaded, damaged, unexplained, senders, damagedFlows } = found;
  const ofHeaders = [rightText(ipv4), say`${count(ipv4.bad)} wrong`, offloadText(ipv4.unfinished)];
  const ofSegments = [
    rightText(tcp),
    say`${count(damaged)} damaged`,
    offloadText(offloaded),
    ...(unexplained === 0 ? [] : [say`${count(unexplained)} wrong like all of their senders`]),
  ];
  const flows = damagedFlows.map(
    ({ flow, damaged: [client, server] }) =>
      say`Flow ${plain(flow)}: ${counted(client, 'damaged segment')} of the client, ${count(server)} of the server.`,
  );
  return [
    ...facts([
      [ownText('IPv4 checksums'), join([...ofHeaders, uncheckedText(ipv4)], ', ')],
      [ownText('TCP checksums'), join([...ofSegments, uncheckedText(tcp)], ', ')],
    ]),
    ...list([...senders.map(senderText), ...flows]),
  ];
}

function rightText({ good }: ChecksumCounts): SafeText {
  return say`${count(good)} right`;
}

function offloadText(offloaded: number): SafeText {
  return say`${count(offloaded)} left to a network card (offload)`;
}

function uncheckedText({ unchecked }: ChecksumCounts): SafeText {
  return say`${count(unchecked)} not to be checked (cut, or in fragments)`;
}

const VERDICTS: Readonly<Record<ChecksumVerdict, string>> = {
  offload:
    'its network card was to compute them, so the capture was taken on that machine, and nothing is damaged',
  damaged:
    'these segments were damaged before they were captured, and a receiver drops such segments without a word',
  'all-wrong':
    'none is right, so the capture was changed after it was taken (made anonymous, addresses translated), or the network card was to compute them',
};

function senderText({ address, verdict, good, bad, unfinished }: ChecksumSender): SafeText {
  const wrong = count(bad + unfinished);
  const all = counted(good + bad + unfinished, 'segment');
  return say`${safeText(address)}: wrong checksum in ${wrong} of ${all}: ${ownText(VERDICTS[verdict])}.`;
}

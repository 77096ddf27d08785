/**
 * Why a capture program ended, told from how it ended and from what it printed.
 *
 * Only the words of libpcap, tcpdump 4.99, dumpcap 4.0 and cap 0.2 are known; every other end is `failed`, with the program's
 * own words.
 */
import type { BackendName, CaptureEnd, CaptureRequest, EndReason, LinkState } from './capture-request.js';

/** What is known of an end. */
export interface ProgramEnd {
  readonly backend: BackendName;
  readonly request: CaptureRequest;
  /** Whether `stop` was called before it. */
  readonly wasStopped: boolean;
  /** Whether the capture had begun. */
  readonly wasReady: boolean;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** What it printed on standard error. */
  readonly stderr: string;
  /** How the link was just after the end. */
  readonly link: LinkState;
}

/** Words that tell a reason; the first row that fits counts. */
const WORDS: readonly (readonly [RegExp, EndReason])[] = [
  // First, because these quote the filter, which may hold the words of all others.
  [
    /Invalid capture filter|can't parse filter expression|expression rejects all packets|unknown (?:host|port|protocol|network)|illegal (?:token|char|port|qualifier)|syntax error/i,
    'bad-filter',
  ],
  [/no longer attached|interface disappeared|device disappeared/i, 'interface-gone'],
  [/is not up|went down|Network is down/i, 'interface-down'],
  [/No such device|There is no device named|doesn't exist/i, 'no-interface'],
  [/not permitted|permission|Access is denied/i, 'no-permission'],
  [/"cap":"missing"/, 'no-program'],
];
/** `cap` aborts when poll tells it of any fault of its socket, and there is none but these two. */
const CAP_ABORTS = /cb_packets.*Assertion `status == 0' failed/;

/** The reason, a message and advice. */
export function endCause(end: ProgramEnd): Omit<CaptureEnd, 'counters'> {
  const reason = reasonOf(end);
  return { reason, message: MESSAGES[reason](end), advice: ADVICE[reason] };
}

function reasonOf(end: ProgramEnd): EndReason {
  const said = WORDS.find(([words]) => words.test(end.stderr))?.[1];
  if (end.wasReady) {
    if (said === 'interface-gone') return said;
    if (CAP_ABORTS.test(end.stderr)) return end.link === 'gone' ? 'interface-gone' : 'interface-down';
    if (said === 'interface-down') return said;
    if (end.wasStopped) return 'stopped';
    if (end.link === 'gone') return 'interface-gone';
    return end.exitCode === null || end.exitCode === 0 ? 'died' : 'failed';
  }
  if (end.wasStopped) return 'stopped';
  if (said !== undefined) return said;
  if (end.signal !== null) return 'died';
  return saysNothingOfTheInterface(end) ? 'bad-filter' : 'failed';
}

/** tcpdump puts the interface's name before all that goes wrong but the filter, of which libpcap has a hundred complaints. */
function saysNothingOfTheInterface({ backend, request, stderr }: ProgramEnd): boolean {
  if (backend !== 'tcpdump' || request.filter === null) return false;
  const line = lastWords(stderr);
  return line.startsWith('tcpdump: ') && !line.startsWith(`tcpdump: ${request.interfaceName}: `);
}

const MESSAGES: Readonly<Record<EndReason, (end: ProgramEnd) => string>> = {
  stopped: ({ backend }) => `${backend} was stopped`,
  died: ({ backend, signal }) =>
    signal === null ? `${backend} ended by itself` : `${backend} was ended by ${signal}`,
  'interface-gone': ({ request }) => `The interface ${request.interfaceName} is gone`,
  'interface-down': ({ request }) => `The interface ${request.interfaceName} is down`,
  'no-permission': ({ backend, request }) =>
    `${backend} has no permission to capture on ${request.interfaceName}`,
  'bad-filter': ({ request, stderr }) =>
    `The filter ${request.filter ?? ''} is not valid: ${filterFault(stderr)}`,
  'no-interface': ({ request }) => `There is no interface ${request.interfaceName}`,
  'no-program': ({ backend, stderr }) => `${backend} cannot be started: ${lastWords(stderr)}`,
  failed: ({ backend, exitCode, stderr }) =>
    `${backend} gave up (exit code ${exitCode ?? 'unknown'}): ${lastWords(stderr)}`,
};

const ADVICE: Readonly<Record<EndReason, string>> = {
  stopped: '',
  died: 'What was captured until then is kept. The log of the system says what ended it (for example a lack of memory).',
  'interface-gone': 'What was captured until then is kept. Start again when the interface is back.',
  'interface-down': 'Bring the interface up (Linux: `ip link set NAME up`) and start again.',
  'no-permission':
    'Run it with sudo, or let dumpcap capture for your user: on Debian `sudo dpkg-reconfigure wireshark-common` and be of group ' +
    'wireshark, elsewhere `sudo setcap cap_net_raw,cap_net_admin=ep` on dumpcap.',
  'bad-filter':
    'Write it in the language of libpcap, for example `tcp port 443 and host 192.0.2.7` (man pcap-filter).',
  'no-interface': 'Take a name from the list of interfaces.',
  'no-program': 'Install Wireshark (dumpcap) or tcpdump, or be allowed to start it.',
  failed: 'Run the program by hand to see what it needs, or take another with --backend.',
};

function filterFault(stderr: string): string {
  const dumpcap = /isn't a valid capture filter \(([^)]*)\)/.exec(stderr)?.[1];
  return dumpcap ?? lastWords(stderr).replace(/^tcpdump: /, '');
}

/** The last line that says something, without the JSON of the program around `cap`. */
function lastWords(stderr: string): string {
  const line =
    stderr.split(/[\r\n]+/).findLast((it) => it.trim() !== '' && !/^\(.*\)$/.test(it)) ?? 'it said nothing';
  const message = /^\{"cap":.*"message":("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
  return message === undefined ? line.trim() : (JSON.parse(message) as string);
}

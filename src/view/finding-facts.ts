import { ICMP_MEANINGS } from '../decode/icmp-meaning.js';
import { type Evidence, type Finding, TEXT_SEPARATOR } from '../diagnosis/diagnosis.js';
import { endpointText } from './endpoint.js';
import { icmpText } from './icmp-text.js';
import { count, counted } from './number.js';
import { listed, ownText, packetText, type SafeText, type Secrets, say } from './safe-text.js';
import { durationText } from './time.js';

const NS_PER_MS = 1e6;
const NS_PER_US = 1e3;

/** Values of a finding or of its evidence, by name, as safe text; null where the value is absent. */
export class NumberTexts {
  private readonly values: Readonly<Record<string, number | string | null>>;
  private readonly secrets: Secrets;

  constructor(values: Evidence['numbers'], secrets: Secrets) {
    this.values = values;
    this.secrets = secrets;
  }

  /** The number itself; null when it is absent, not finite, or a text. */
  number(name: string): number | null {
    const value = this.values[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }

  /** A count with its thousands apart. */
  count(name: string): SafeText | null {
    const value = this.number(name);
    return value === null ? null : count(value);
  }

  /** A length of time given in milliseconds. */
  ms(name: string): SafeText | null {
    const value = this.number(name);
    return value === null ? null : durationText(value * NS_PER_MS);
  }

  /** A length of time given in microseconds. */
  us(name: string): SafeText | null {
    const value = this.number(name);
    return value === null ? null : durationText(value * NS_PER_US);
  }

  /** A text that was sent, in quotation marks. */
  quoted(name: string): SafeText | null {
    const value = this.values[name];
    return typeof value === 'string' ? say`"${packetText(value, this.secrets)}"` : null;
  }

  /** The texts of a list, each in quotation marks: `"a", "b" and "c"`. */
  quotedList(name: string): SafeText | null {
    const value = this.values[name];
    if (typeof value !== 'string') return null;
    return listed(value.split(TEXT_SEPARATOR).map((text) => say`"${packetText(text, this.secrets)}"`));
  }

  /** What an ICMP error says, in quotation marks. */
  icmp(name: string): SafeText | null {
    const value = this.values[name];
    const meaning = ICMP_MEANINGS.find((candidate) => candidate === value);
    return meaning === undefined ? null : say`"${icmpText(meaning)}"`;
  }

  /** Whether a text begins with one of the given ones. */
  beginsWith(name: string, ...beginnings: readonly string[]): boolean {
    const value = this.values[name];
    return typeof value === 'string' && beginnings.some((beginning) => value.startsWith(beginning));
  }

  /** Whether any text of a list begins with one of the given ones. */
  anyBeginsWith(name: string, ...beginnings: readonly string[]): boolean {
    const value = this.values[name];
    if (typeof value !== 'string') return false;
    return value
      .split(TEXT_SEPARATOR)
      .some((text) => beginnings.some((beginning) => text.startsWith(beginning)));
  }
}

/** A finding as its sentences read it. */
export class FindingTexts extends NumberTexts {
  readonly finding: Finding;

  constructor(finding: Finding, secrets: Secrets) {
    super(finding.numbers, secrets);
    this.finding = finding;
  }

  /** The server, or many where the finding stands for all services beyond the limit. */
  get server(): SafeText {
    return this.finding.server === null ? ownText('many services') : endpointText(this.finding.server);
  }

  /** The one client, or how many there were. */
  get client(): SafeText {
    const { client, clientCount, server } = this.finding;
    if (server === null) return ownText('many clients');
    return client === null ? counted(clientCount, 'client') : endpointText(client);
  }

  /** `10 flows`. */
  get flows(): SafeText {
    return counted(this.finding.flowCount, 'flow');
  }
}

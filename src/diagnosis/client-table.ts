/**
 * The clients of every service, as rows of words: which rules found something in their flows, and the heads of their lists
 * of flows that may be probes (`SeriesTable`). One look-up serves both.
 */
import { KeyTable } from '../bytes/key-table.js';
import { SlabRows, SMALL_SLAB_BYTES } from '../bytes/slab.js';
import type { ResetForm } from '../rules/probe-series.js';

/** Pairs of service and client that are told apart: beyond it counts of clients are lower bounds. */
const MOST_CLIENTS = 1_048_576;

/** No number: the table was full when the client came. */
export const NO_CLIENT = -1;

const ROW_WORDS = 8;
const RULES = 0;
/** Flows of the series of resets whose form is another than 'ack', twice, plus 1 when one of them is 'sequence-differs'. */
const OTHER_FORMS = 1;
/** Three words for each shape of a series. */
const FIRST_SERIES = 2;
const WORDS_PER_SERIES = 3;

/** Clients of services by number. */
export class ClientTable {
  private readonly keys = new KeyTable();
  private readonly rows = new SlabRows(ROW_WORDS, SMALL_SLAB_BYTES);
  private readonly mostClients: number;
  // The latest one: several rules find something in one flow.
  private latestService = NO_CLIENT;
  private latestClient = 0;
  private latest = NO_CLIENT;

  /** @param mostClients limit; another than the usual one only in tests */
  constructor(mostClients = MOST_CLIENTS) {
    this.mostClients = mostClients;
  }

  /** Makes this table equal to another. */
  copyFrom(other: ClientTable): void {
    this.keys.copyFrom(other.keys);
    this.rows.copyFrom(other.rows);
    this.latestService = NO_CLIENT;
    this.latest = NO_CLIENT;
  }

  get length(): number {
    return this.keys.length;
  }

  /** Number of a client (address id) of a service; `NO_CLIENT` for a new one when the table is full. */
  of(service: number, client: number): number {
    if (service === this.latestService && client === this.latestClient) return this.latest;
    this.latestService = service;
    this.latestClient = client;
    this.latest = this.numberOf(service, client);
    return this.latest;
  }

  /** Number of a client of a service, `NO_CLIENT` when it is not known. */
  find(service: number, client: number): number {
    return this.keys.find(service, client, 0);
  }

  service(number: number): number {
    return this.keys.part(number, 0);
  }

  /** Address id. */
  address(number: number): number {
    return this.keys.part(number, 1);
  }

  /** Notes that a rule found something in a flow of this client. True the first time. */
  noteRule(number: number, ruleIndex: number): boolean {
    const words = this.rows.slabOf(number);
    const at = this.rows.baseOf(number) + RULES;
    const before = words[at] as number;
    const bit = 1 << ruleIndex;
    words[at] = before | bit;
    return (before & bit) === 0;
  }

  /** Notes the form of a flow whose FIN was answered by reset. */
  noteForm(number: number, form: ResetForm): void {
    if (form === 'ack') return;
    const words = this.rows.slabOf(number);
    const at = this.rows.baseOf(number) + OTHER_FORMS;
    words[at] = ((words[at] as number) + 2) | (form === 'sequence-differs' ? 1 : 0);
  }

  /** The form of most of so many flows whose FIN was answered by reset; of other forms than 'ack' the least sure one. */
  formOf(number: number, flows: number): ResetForm {
    const others = this.rows.slabOf(number)[this.rows.baseOf(number) + OTHER_FORMS] as number;
    if ((others >> 1) * 2 <= flows) return 'ack';
    return (others & 1) === 0 ? 'no-ack' : 'sequence-differs';
  }

  /** The words of a client's row, and where in them those of its series of one shape begin. */
  wordsOf(number: number): Int32Array {
    return this.rows.slabOf(number);
  }
  seriesAt(number: number, shapeIndex: number): number {
    return this.rows.baseOf(number) + FIRST_SERIES + shapeIndex * WORDS_PER_SERIES;
  }

  private numberOf(service: number, client: number): number {
    if (this.keys.length >= this.mostClients) return this.keys.find(service, client, 0);
    const number = this.keys.idOf(service, client, 0);
    if (number === this.rows.length) this.rows.add();
    return number;
  }
}

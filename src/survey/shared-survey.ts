/**
 * A survey in one thread, its rows read in another: rows lie in shared memory and are not copied.
 *
 * The thread that reads the capture tells from time to time how far it is (`shareSurvey`); the other one takes it in
 * (`SharedSurveyReader.update`). What was told is whole. Rows in front of that may change while they are read, for their flow
 * goes on: a fact may be older or newer than the one beside it, and is right when the survey is finished.
 */
import { readerOfRows, type SharedRowReader } from '../bytes/shared-rows.js';
import type { SharedRows } from '../bytes/slab.js';
import { ExchangeRows } from '../http/exchange-row.js';
import { Http2Rows } from '../http/http2-row.js';
import { SharedTextReader, type SharedTexts } from '../http/shared-texts.js';
import { type SharedAddresses, SharedAddressReader } from '../tcp/address-table.js';
import { ExtraRows } from '../tcp/extra-row.js';
import { FlowRow } from '../tcp/flow-row.js';
import { IcmpRows } from '../tcp/icmp-row.js';
import { TlsRows } from '../tls/tls-row.js';
import { Checksums, type ChecksumTable, type SharedChecksums } from './checksums.js';
import { FramePlaces } from './frame-places.js';
import { icmpErrorsOf } from './icmp-errors.js';
import { ProtocolRows } from './protocol-row.js';
import type { Survey } from './survey.js';
import type { FlowRows, IcmpTable, ProtocolTables, SurveyRows } from './survey-rows.js';

/** Tables of rows by name. */
const ROW_TABLES = ['flows', 'extras', 'exchanges', 'protocols', 'tls', 'http2', 'icmp', 'places'] as const;

type RowTable = (typeof ROW_TABLES)[number];

/** How far a survey is: a message that costs no more than its numbers. */
export interface SharedSurvey {
  readonly epochSeconds: number | null;
  readonly frames: number;
  readonly segments: number;
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
  readonly firstKeptFlow: number;
  readonly rows: Readonly<Record<RowTable, SharedRows>>;
  readonly addresses: SharedAddresses;
  readonly texts: SharedTexts;
  /** Null where they were not asked for, and while the survey goes on. */
  readonly checksums: SharedChecksums | null;
}

/** How far a survey is, for another thread. @param isFinished nothing will change any more */
export function shareSurvey(survey: Survey, isFinished: boolean): SharedSurvey {
  const { protocols } = survey;
  return {
    epochSeconds: survey.timeBase.epochSeconds,
    frames: survey.frames,
    segments: survey.segments,
    firstTimeNs: survey.firstTimeNs,
    lastTimeNs: survey.lastTimeNs,
    firstKeptFlow: survey.flows.firstKept,
    rows: {
      flows: survey.flows.rows.share(),
      extras: survey.extras.share(),
      exchanges: survey.exchanges.share(),
      protocols: protocols.rows.share(),
      tls: protocols.tlsRows.share(),
      http2: protocols.http2Rows.share(),
      icmp: survey.icmp.rows.share(),
      places: survey.places.share(),
    },
    addresses: survey.addresses.share(),
    texts: survey.texts.share(),
    checksums: isFinished ? (survey.checksums?.share() ?? null) : null,
  };
}

/** The survey of another thread, as far as it told. */
export class SharedSurveyReader implements SurveyRows {
  readonly timeBase: { epochSeconds: number | null } = { epochSeconds: null };
  frames = 0;
  segments = 0;
  firstTimeNs = Number.NaN;
  lastTimeNs = Number.NaN;
  readonly flows: FlowRows;
  readonly extras: ExtraRows;
  readonly exchanges: ExchangeRows;
  readonly protocols: ProtocolTables;
  readonly icmp: IcmpTable;
  readonly places: FramePlaces;
  readonly addresses = new SharedAddressReader();
  readonly texts = new SharedTextReader();
  checksums: ChecksumTable | null = null;
  private readonly tables: Readonly<Record<RowTable, SharedRowReader>>;
  private firstKeptFlow = 0;

  constructor(shared: SharedSurvey) {
    const tables = Object.fromEntries(ROW_TABLES.map((name) => [name, readerOfRows(shared.rows[name])]));
    this.tables = tables as Record<RowTable, SharedRowReader>;
    const { flows, extras, exchanges, protocols, tls, http2, icmp, places } = this.tables;
    this.flows = this.flowRows(flows);
    this.extras = new ExtraRows(extras);
    this.exchanges = new ExchangeRows(exchanges);
    this.protocols = {
      rows: new ProtocolRows(protocols),
      tlsRows: new TlsRows(tls),
      http2Rows: new Http2Rows(http2),
      rowOf: (row) => (row.extra === 0 ? 0 : this.extras.protocols(row.extra)),
    };
    this.icmp = this.icmpTable(new IcmpRows(icmp));
    this.places = new FramePlaces(places);
    this.update(shared);
  }

  /** Takes what the other thread told last. */
  update(shared: SharedSurvey): void {
    for (const name of ROW_TABLES) this.tables[name].update(shared.rows[name]);
    this.addresses.update(shared.addresses);
    this.texts.update(shared.texts);
    this.timeBase.epochSeconds = shared.epochSeconds;
    this.frames = shared.frames;
    this.segments = shared.segments;
    this.firstTimeNs = shared.firstTimeNs;
    this.lastTimeNs = shared.lastTimeNs;
    this.firstKeptFlow = shared.firstKeptFlow;
    if (shared.checksums !== null) this.checksums = new Checksums(shared.checksums);
  }

  private flowRows(rows: SharedRowReader): FlowRows {
    const firstKept = () => this.firstKeptFlow;
    return {
      rows,
      get length() {
        return rows.length;
      },
      get firstKept() {
        return firstKept();
      },
    };
  }

  private icmpTable(rows: IcmpRows): IcmpTable {
    const row = new FlowRow(this.flows.rows);
    return { rows, ofFlow: (flow) => icmpErrorsOf(rows, this.extras, row.moveTo(flow)) };
  }
}

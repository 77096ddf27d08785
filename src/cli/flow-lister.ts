/** The list of flows on the screen, kept as it was asked for last while the capture grows. */
import type { Finding } from '../diagnosis/diagnosis.js';
import { FlowFindings, type SharedFlowFindings } from '../diagnosis/flow-findings.js';
import type { SurveyRows } from '../survey/survey-rows.js';
import type { ServiceHost } from '../tui/capture-service.js';
import { type FlowQuery, FlowViewer } from '../tui/flow-view.js';
import { ListMemory } from '../tui/list-memory.js';
import type { Shared } from '../tui/shared.js';
import type { LatestWork } from './latest-work.js';

const ALL_FLOWS: FlowQuery = {
  filter: '',
  order: { column: 'flow', isDescending: false },
  markedOnly: false,
};

/** What was found in a capture. */
export interface ToldFindings {
  readonly findings: readonly Finding[];
  readonly flowFindings: SharedFlowFindings;
}

/** Makes `Shared.flows`. */
export class FlowLister {
  private readonly host: ServiceHost;
  private readonly work: Pick<LatestWork<'view'>, 'start'>;
  private survey: SurveyRows | null = null;
  private told: ToldFindings | null = null;
  private viewer: FlowViewer | null = null;
  private readonly memory = new ListMemory();
  private query = ALL_FLOWS;
  private isMaking = false;
  /** There are more flows than when the list under way was begun. */
  private isGrown = false;

  constructor(host: ServiceHost, work: Pick<LatestWork<'view'>, 'start'>) {
    this.host = host;
    this.work = work;
  }

  /** Lists what is asked for, from now on. */
  ask(query: FlowQuery): void {
    this.query = query;
    const { flows } = this.host.shared();
    if (this.survey !== null) this.host.emit({ flows: { ...flows, tookMs: null } });
    this.make();
  }

  /**
   * Takes a capture that has grown; a list under way is finished first, so that there is always one to look at.
   * @param told what was found in it so far, where that is known
   */
  grow(survey: SurveyRows, told: ToldFindings | null = this.told): void {
    this.survey = survey;
    this.told = told;
    this.renewViewer(null);
    if (this.isMaking) this.isGrown = true;
    else this.make();
  }

  /** Takes a capture that was read to its end. */
  finish(survey: SurveyRows, told: ToldFindings): void {
    this.survey = survey;
    this.told = told;
    this.renewViewer(null);
    this.make();
  }

  /** Lists anew when marks or muted rules change what is wanted. */
  noticed(before: Shared, now: Shared): void {
    const isMuted = before.mutedRules !== now.mutedRules;
    if (isMuted) this.renewViewer(this.viewer);
    if (isMuted || (before.marks !== now.marks && this.query.markedOnly)) this.make();
  }

  /** @param before a viewer whose orders are still right */
  private renewViewer(before: FlowViewer | null): void {
    const { survey, told } = this;
    if (survey === null) return;
    const { mutedRules } = this.host.shared();
    const findings = told?.findings ?? [];
    const isTold = ({ rule }: Finding) => !mutedRules.has(rule);
    const found = told === null ? null : new FlowFindings(told.flowFindings, findings, isTold);
    this.viewer = new FlowViewer(
      { survey, findings, findingsAt: (flow) => found?.at(flow) ?? [] },
      before,
      this.memory,
    );
  }

  private make(): void {
    const { viewer, query } = this;
    if (viewer === null) return;
    this.isMaking = true;
    this.isGrown = false;
    this.work.start('view', async (pace) => {
      const startedMs = performance.now();
      const flows = await pace.run(viewer.view(query, this.host.shared().marks));
      const tookMs = performance.now() - startedMs;
      this.host.emit({ flows: { ...query, flows, total: viewer.total, tookMs } });
      this.isMaking = false;
      if (this.isGrown) this.make();
    });
  }
}

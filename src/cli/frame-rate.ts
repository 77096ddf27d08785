/** Frames a second, over the last second. */
const WINDOW_MS = 1000;

interface Sample {
  readonly atMs: number;
  readonly frames: number;
}

/** Made from counts that are noted several times a second. */
export class FrameRate {
  private samples: Sample[] = [];

  /** Takes how many frames there are now. */
  note(atMs: number, frames: number): void {
    this.samples.push({ atMs, frames });
    // The oldest one kept lies a whole window back.
    while ((this.samples[1]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs - WINDOW_MS) this.samples.shift();
  }

  get perSecond(): number {
    const [first] = this.samples;
    const last = this.samples[this.samples.length - 1];
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
    return ((last.frames - first.frames) * 1000) / (last.atMs - first.atMs);
  }
}

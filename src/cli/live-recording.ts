/** The frames of a live capture on the disk: where, how much of them, and what became of it. */
import { existsSync, statSync } from 'node:fs';
import { statfs, unlink } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, extname, join, parse, resolve } from 'node:path';
import type { TimeBase } from '../bytes/time.js';
import type { FrameReader } from '../capture/frame-reader.js';
import type { CaptureCounters } from '../capture/live/capture-request.js';
import { capturesFolder, recordingStem } from '../capture/live/captures-folder.js';
import { FileRecorder } from '../capture/live/file-recorder.js';
import { FlightRecorder } from '../capture/live/flight-recorder.js';
import { type FrameSink, RecordingReader, type SinkSummary } from '../capture/live/frame-sink.js';
import type { RecordingName } from '../capture/live/recording-file.js';
import type { RecordedNumbers } from '../report/metrics.js';
import { counted } from '../view/number.js';
import { ownText, type SafeText, safeText, say } from '../view/safe-text.js';
import { BadEnds } from './incident-frames.js';
import { CliError, type Io } from './io.js';
import type { LiveOptions } from './live-options.js';
import type { LiveLook, Recorder } from './live-session.js';

/** Without a name and without limits, so much is kept: 1 GiB. */
const USUAL_FILE_OCTETS = 100 * 2 ** 20;
const USUAL_FILES = 10;
/** Memory of the flight recorder, and how long a frame waits in it. */
const FLIGHT_OCTETS = 64 * 2 ** 20;
const FLIGHT_SECONDS = 60;
const FLIGHT_TEXT = ownText('the last 60 s at least where 64 MiB are enough for them');

/** What is recorded. */
export class LiveRecording implements Recorder {
  private readonly files: FileRecorder;
  private readonly flight: FlightRecorder | null;
  private readonly folder: string;
  private readonly mostBytes: number | null;
  private readonly badEnds = new BadEnds();
  private isFaultTold = false;

  private constructor(
    files: FileRecorder,
    flight: FlightRecorder | null,
    folder: string,
    mostBytes: number | null,
  ) {
    this.files = files;
    this.flight = flight;
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /** Makes the first file. Throws `CaptureError` 'cannot-write'. */
  static async open(
    interfaceName: string,
    options: LiveOptions,
    timeBase: TimeBase,
    application: string,
    environment: NonNullable<Io['environment']>,
  ): Promise<LiveRecording> {
    const isNamed = options.write !== undefined;
    const isRing = !isNamed || options.ringSize !== undefined || options.ringFiles !== undefined;
    const fileOctets = options.ringSize ?? (isRing ? USUAL_FILE_OCTETS : null);
    const mostFiles = options.ringFiles ?? (isRing ? USUAL_FILES : null);
    const name = nameOf(interfaceName, options.write, isRing, environment);
    const files = await FileRecorder.open({
      name,
      fileOctets,
      mostFiles,
      timeBase,
      application,
      interfaceName,
    });
    const flight =
      options.keep === 'all'
        ? null
        : new FlightRecorder({
            sink: files,
            ringOctets: FLIGHT_OCTETS,
            aroundSeconds: options.around,
            horizonSeconds: Math.max(FLIGHT_SECONDS, 2 * options.around),
          });
    const mostBytes = fileOctets === null || mostFiles === null ? null : fileOctets * mostFiles;
    return new LiveRecording(files, flight, name.folder, mostBytes);
  }

  over(reader: FrameReader): FrameReader {
    return new RecordingReader(reader, this.sink);
  }

  async finish(counters: CaptureCounters, lastLook: () => LiveLook): Promise<void> {
    if (this.flight !== null) {
      this.look(lastLook());
      // What is lost is said behind a frame, and those that are kept may all wait in memory still.
      await this.flight.letAllGo();
    }
    const { droppedByInterface, droppedByKernel, droppedByProgram } = counters;
    const known = [droppedByInterface, droppedByKernel, droppedByProgram].filter((count) => count !== null);
    // So that a report of the recording is no surer than the one at the end of the capture.
    if (known.length > 0) this.files.putDropped(known.reduce((sum, count) => sum + count, 0));
    await this.sink.finish();
  }

  /** After a look: keeps what is around connections that ended badly. A fault of writing is returned once. */
  look({ survey, judgement }: LiveLook): SafeText | null {
    if (this.flight !== null) {
      const { incidents, belongs } = this.badEnds.next(survey, judgement);
      if (incidents.length > 0) this.flight.keep(incidents, belongs);
    }
    const { fault } = this.summary();
    if (fault === null || this.isFaultTold) return null;
    this.isFaultTold = true;
    const what = fault.code === 'disk-full' ? 'the disk is full' : 'writing the recording failed';
    return say`${ownText(what)} (${safeText(fault.message, 400)}): nothing more is recorded, but everything is still analysed`;
  }

  /** How it stands. */
  summary(): SinkSummary {
    return this.sink.summary();
  }

  /** After a capture that failed: what came of it is kept, a file without a frame is not left behind. Rejects never. */
  async abandon(): Promise<void> {
    const { files } = await this.sink.finish();
    for (const { path, frames } of files) if (frames === 0) await unlink(path).catch(() => {});
  }

  /** The files that are there, and what is not in them. */
  told(): SafeText[] {
    const { files, notWritten, notWanted, deleted, notRecordable } = this.summary();
    const { cutIncidents = 0, missedFrames = 0 } = this.flight?.flightSummary() ?? {};
    const missing = [
      [notWritten, 'lost because writing failed'],
      [deleted, 'in files of the ring that were deleted'],
      [notWanted, 'not kept, because no connection ended badly around them'],
      [notRecordable, 'of a kind that pcapng cannot hold'],
    ] as const;
    return [
      ...files.map(({ path, frames }) => say`${safeText(path, 1000)} (${counted(frames, 'frame')})`),
      ...missing
        .filter(([count]) => count > 0)
        .map(([count, why]) => say`not there: ${counted(count, 'frame')} ${ownText(why)}`),
      ...(cutIncidents === 0
        ? []
        : [
            say`the beginning may be missing of ${counted(cutIncidents, 'connection')} that ended badly: memory holds ${FLIGHT_TEXT}`,
          ]),
      ...(missedFrames === 0
        ? []
        : [
            say`up to ${counted(missedFrames, 'frame')} around bad ends had left the memory: it holds ${FLIGHT_TEXT}`,
          ]),
    ];
  }

  /** Numbers for `--metrics`. */
  async numbers(): Promise<RecordedNumbers> {
    const { files, fault } = this.summary();
    const disk = await statfs(this.folder).catch(() => null);
    return {
      files: files.length,
      bytes: files.reduce((sum, { octets }) => sum + octets, 0),
      mostBytes: this.mostBytes,
      freeBytes: disk === null ? null : disk.bavail * disk.bsize,
      isWriting: fault === null,
    };
  }

  private get sink(): FrameSink {
    return this.flight ?? this.files;
  }
}

function nameOf(
  interfaceName: string,
  write: string | undefined,
  isNumbered: boolean,
  environment: NonNullable<Io['environment']>,
): RecordingName {
  const stem = recordingStem(interfaceName === '-' ? 'stdin' : interfaceName, Date.now());
  if (write === undefined) {
    const folder = capturesFolder(placeOf(environment));
    return { folder, stem, extension: '.pcapng', isNumbered, mayAddNumber: true };
  }
  if (isFolder(write)) {
    return { folder: resolve(write), stem, extension: '.pcapng', isNumbered, mayAddNumber: true };
  }
  const path = resolve(write);
  // A file, pipe or device of just this name is in the way: it is refused, not evaded by an extension.
  const isInTheWay = !isNumbered && existsSync(path);
  const extension = extname(path) || (isInTheWay ? '' : '.pcapng');
  const named = { folder: dirname(path), stem: parse(path).name, extension };
  return { ...named, isNumbered, mayAddNumber: isNumbered };
}

function isFolder(path: string): boolean {
  return /[\\/]$/.test(path) || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

/** Behind sudo the environment is root's, or of nobody in particular. */
function placeOf(environment: NonNullable<Io['environment']>) {
  const wasRoot = environment.SUDO_UID !== undefined;
  return { platform: process.platform, environment: wasRoot ? {} : environment, home: homeFolder(wasRoot) };
}

/** Throws `CliError` for a user that the system has no folder for: one of a container, or of a directory that does not answer. */
function homeFolder(wasRoot: boolean): string {
  try {
    return join(wasRoot ? userInfo().homedir : homedir());
  } catch (error) {
    throw new CliError(
      3,
      `No folder to record in: ${(error as Error).message}. Name a file with -w, or record nothing: --no-record`,
      { cause: error },
    );
  }
}

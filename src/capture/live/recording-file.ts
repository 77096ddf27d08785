/** One file of a recording on the disk: made new, written in whole blocks, cut back to them when the disk is full. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { u32le } from '../../bytes/read.js';
import { BLOCK } from '../pcapng-block.js';
import { numberedName } from './captures-folder.js';

/** What the files of a recording are called. */
export interface RecordingName {
  readonly folder: string;
  readonly stem: string;
  /** With its dot. */
  readonly extension: string;
  /** Whether the first is `STEM-001` already: in a ring. */
  readonly isNumbered: boolean;
  /** Whether another name may be taken where one is there already: not for one that the user named. */
  readonly mayAddNumber: boolean;
}

/** Only the user reads what was on the wire. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** With O_EXCL, a symbolic link in the place of the file is an error, whatever it points to. */
const NEW_FILE = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY;
const MOST_NUMBER = 99_999;

/** Makes the folder and those above it where they are missing. Rejects with the system's error. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
}

/** An open file of a recording. */
export class RecordingFile {
  readonly path: string;
  /** The number in its name; 0 where it has none. */
  readonly number: number;
  frames = 0;
  octets = 0;
  private handle: FileHandle | null;

  private constructor(path: string, number: number, handle: FileHandle) {
    this.path = path;
    this.number = number;
    this.handle = handle;
  }

  /**
   * Makes a file that was not there. Rejects with the system's error: EEXIST when the only name that may be taken is.
   * @param from the first number to try
   */
  static async create(name: RecordingName, from: number): Promise<RecordingFile> {
    for (let number = from; ; number++) {
      const path = join(name.folder, numberedName(name.stem, name.extension, number));
      try {
        const handle = await open(path, NEW_FILE, FILE_MODE);
        return new RecordingFile(path, number, handle);
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === 'EEXIST';
        if (!isTaken || !name.mayAddNumber || number >= MOST_NUMBER) throw error;
      }
    }
  }

  /** Appends whole blocks. Rejects with the system's error; then the file ends behind the last whole block that it took. */
  async append(blocks: Uint8Array): Promise<void> {
    const { handle } = this;
    if (handle === null) throw new Error('The file is closed');
    let written = 0;
    try {
      while (written < blocks.length) {
        const { bytesWritten } = await handle.write(
          blocks,
          written,
          blocks.length - written,
          this.octets + written,
        );
        written += bytesWritten;
      }
    } finally {
      const whole = wholeBlocks(blocks, written);
      this.octets += whole.octets;
      this.frames += whole.frames;
      if (written < blocks.length) await handle.truncate(this.octets);
    }
  }

  /** Closes it. May be called twice. */
  async close(): Promise<void> {
    const { handle } = this;
    this.handle = null;
    await handle?.close();
  }

  /** Deletes it, unless somebody else has. Returns false when that fails: then it stays. */
  async delete(): Promise<boolean> {
    await this.close();
    return unlink(this.path).then(
      () => true,
      ({ code }: NodeJS.ErrnoException) => code === 'ENOENT',
    );
  }
}

/** The blocks that lie wholly in front of `end`, and the frames among them. */
function wholeBlocks(blocks: Uint8Array, end: number): { octets: number; frames: number } {
  let octets = 0;
  let frames = 0;
  while (octets < end) {
    const length = u32le(blocks, octets + 4);
    if (octets + length > end) break;
    if (u32le(blocks, octets) === BLOCK.enhancedPacket) frames++;
    octets += length;
  }
  return { octets, frames };
}

/**
 * Pieces of a stream in order, in blocks: to put one between others moves those of its block, not all behind it. In one array,
 * a flow of 200,000 tiny segments from the last to the first takes eight seconds for each of its streams.
 */

/** Where a piece lies in its stream. */
interface Placed {
  readonly offset: number;
  readonly length: number;
}

/** Pieces of a block; a full one is halved. */
const BLOCK_PIECES = 512;

/** A sorted list of pieces that do not overlap, with a place in it, in front of a piece or at the end. */
export class PieceList<Piece extends Placed> {
  private readonly blocks: Piece[][] = [[]];
  private count = 0;
  private block = 0;
  private index = 0;

  /** Pieces in the list. */
  get size(): number {
    return this.count;
  }

  /** The piece behind the place; undefined at the end. */
  get next(): Piece | undefined {
    return this.blockAt(this.block)[this.index];
  }

  /** The last piece of all. */
  get last(): Piece | undefined {
    return this.blockAt(this.blocks.length - 1).at(-1);
  }

  /** Sets the place in front of the first piece that ends behind an offset. */
  seek(offset: number): void {
    const ends = ({ offset: start, length }: Piece) => start + length > offset;
    const lastBlock = this.blocks.length - 1;
    this.block = firstOf(lastBlock, (block) => ends(this.blockAt(block).at(-1) as Piece));
    const pieces = this.blockAt(this.block);
    this.index = firstOf(pieces.length, (index) => ends(pieces[index] as Piece));
  }

  /** Sets the place behind the next piece. */
  skip(): void {
    this.index++;
    if (this.index < this.blockAt(this.block).length || this.block === this.blocks.length - 1) return;
    this.block++;
    this.index = 0;
  }

  /** Puts a piece at the place, which is then behind it. */
  insert(piece: Piece): void {
    const pieces = this.blockAt(this.block);
    if (this.index === pieces.length) pieces.push(piece);
    else pieces.splice(this.index, 0, piece);
    this.count++;
    if (pieces.length > BLOCK_PIECES) this.halve(pieces);
    this.skip();
  }

  /** Puts another piece in place of the last one. */
  replaceLast(piece: Piece): void {
    const pieces = this.blockAt(this.blocks.length - 1);
    pieces[pieces.length - 1] = piece;
  }

  *[Symbol.iterator](): Generator<Piece> {
    for (const pieces of this.blocks) yield* pieces;
  }

  /** At the end of the list the first half is all but the last piece: what comes in order leaves full blocks behind. */
  private halve(pieces: Piece[]): void {
    const isAtEnd = this.block === this.blocks.length - 1 && this.index === pieces.length - 1;
    const half = isAtEnd ? pieces.length - 1 : pieces.length >> 1;
    this.blocks.splice(this.block + 1, 0, pieces.splice(half));
    if (this.index < half) return;
    this.block++;
    this.index -= half;
  }

  private blockAt(block: number): Piece[] {
    return this.blocks[block] as Piece[];
  }
}

/** The first number from 0 for which something is true, which is true of all behind it; `end` where of none before. */
function firstOf(end: number, isTrue: (number: number) => boolean): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Octets from the terminal → keys. One state machine that takes one octet after the other, so that it does not matter how
 * they were split into chunks. What it does not know is swallowed as a whole and never becomes text.
 */
import type { Key } from '../key.js';
import { characterKey, csiKey, ss3Key } from './key-sequences.js';
import { Utf8Octets } from './utf8-octets.js';

const ESC = 0x1b;
const BEL = 0x07;
const CTRL_C = 0x03;
const CAN = 0x18;
const SUB = 0x1a;

/** Silence after which what has begun counts as a key: Escape itself, or the end of a paste that never ends. */
const ESCAPE_WAIT_MS = 50;
const PASTE_WAIT_MS = 1000;

/** Most octets kept of a sequence, of an answer of the terminal, and of a paste; more is swallowed. */
const LONGEST_SEQUENCE = 64;
const LONGEST_ANSWER = 64 * 1024;
const LONGEST_PASTE = 1024 * 1024;

const PASTE_END = [ESC, 0x5b, 0x32, 0x30, 0x31, 0x7e];

/** Characters after Escape that begin a sequence: CSI, SS3; DCS, SOS, OSC, PM and APC, by which a terminal answers. */
const OPENERS: Readonly<Record<number, State>> = {
  91: 'csi',
  79: 'ss3',
  80: 'answer',
  88: 'answer',
  93: 'answer',
  94: 'answer',
  95: 'answer',
};

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'answer' | 'answer-escape' | 'mouse' | 'paste';

/** Decodes the keys of one terminal. */
export class KeyDecoder {
  private readonly hasWheel: boolean;
  private state: State = 'ground';
  /** The character that began the sequence after Escape. */
  private opener = '';
  private sequence = '';
  private withAlt = false;
  /** Octets of a sequence that are still to come, or that were passed. */
  private octets = 0;
  private readonly utf8 = new Utf8Octets();
  private pasted: number[] = [];
  private matched = 0;
  private keys: Key[] = [];

  /** @param hasWheel whether the wheel moves up and down; else the mouse does nothing */
  constructor({ hasWheel = false }: { readonly hasWheel?: boolean } = {}) {
    this.hasWheel = hasWheel;
  }

  /** Takes octets as they come. */
  push(octets: Uint8Array): Key[] {
    for (const octet of octets) this.take(octet);
    return this.taken();
  }

  /** Milliseconds of silence after which `flush` is due; null while nothing waits. */
  get waitMs(): number | null {
    if (this.state === 'paste') return PASTE_WAIT_MS;
    return this.isUndecided ? ESCAPE_WAIT_MS : null;
  }

  /** Decides what has begun, because nothing more came. */
  flush(): Key[] {
    if (this.state === 'paste') {
      this.pasted.push(...PASTE_END.slice(0, this.matched));
      this.endPaste();
    } else if (this.state === 'escape') {
      this.add(characterKey(ESC, this.withAlt));
    } else if (this.isUndecided) {
      this.add(characterKey(this.opener.charCodeAt(0), true));
    }
    // Else a sequence of which more than its beginning came: its rest is on the way and must not become text.
    if (this.isUndecided) this.rest();
    return this.taken();
  }

  /** Whether it may be Escape, or Alt with a character, as well as the beginning of a sequence. */
  private get isUndecided(): boolean {
    if (this.state === 'escape') return true;
    return ['csi', 'ss3', 'answer'].includes(this.state) && this.octets === 0;
  }

  private take(octet: number): void {
    switch (this.state) {
      case 'ground':
        this.takeCharacter(octet);
        break;
      case 'escape':
        this.takeEscaped(octet);
        break;
      case 'csi':
        this.takeCsi(octet);
        break;
      case 'ss3':
        this.takeSs3(octet);
        break;
      case 'answer':
        this.takeAnswer(octet);
        break;
      case 'answer-escape':
        this.takeEndOfAnswer(octet);
        break;
      case 'mouse':
        if (++this.octets === 3) this.rest();
        break;
      case 'paste':
        this.takePaste(octet);
        break;
    }
  }

  /** What is not UTF-8 is swallowed. */
  private takeCharacter(octet: number): void {
    if (octet === ESC) this.begin('escape');
    // C1 controls as single octets: CSI and SS3 of terminals that send eight bits.
    else if (octet === 0x9b && !this.utf8.isInside) this.begin('csi', '[');
    else if (octet === 0x8f && !this.utf8.isInside) this.begin('ss3', 'O');
    else {
      const code = this.utf8.take(octet);
      if (code !== null) this.add(characterKey(code, this.withAlt));
      if (!this.utf8.isInside) this.rest();
    }
  }

  private takeEscaped(octet: number): void {
    const begun = OPENERS[octet];
    // Escape in front of Escape was a key of its own.
    if (octet === ESC) this.add(characterKey(ESC, false));
    else if (begun !== undefined) this.begin(begun, String.fromCharCode(octet));
    else {
      this.rest();
      this.withAlt = true;
      this.takeCharacter(octet);
    }
  }

  private takeCsi(octet: number): void {
    const character = String.fromCharCode(octet);
    const isFirst = this.octets === 0;
    this.octets++;
    const isLinuxFunctionKey = isFirst && character === '[';
    const isRxvtShift = character === '$' && /^\d+$/.test(this.sequence);
    if (octet < 0x20 || octet >= 0x7f) this.startAnew(octet);
    else if ((octet < 0x40 && !isRxvtShift) || isLinuxFunctionKey) this.keep(character);
    else if (isFirst && character === 'M') this.begin('mouse');
    else if (character === '~' && this.sequence === '200') this.begin('paste');
    else {
      this.add(csiKey(this.sequence, character, this.hasWheel));
      this.rest();
    }
  }

  private takeSs3(octet: number): void {
    const character = String.fromCharCode(octet);
    this.octets++;
    if (octet < 0x20 || octet >= 0x7f) this.startAnew(octet);
    else if (/[\d;]/.test(character)) this.keep(character);
    else {
      this.add(ss3Key(this.sequence, character));
      this.rest();
    }
  }

  private keep(character: string): void {
    if (this.sequence.length < LONGEST_SEQUENCE) this.sequence += character;
  }

  /** Strings by which a terminal answers questions, up to BEL or ESC \. */
  private takeAnswer(octet: number): void {
    this.octets++;
    if (octet === CTRL_C) this.startAnew(octet);
    else if (octet === ESC) this.state = 'answer-escape';
    else if (octet === BEL || octet === CAN || octet === SUB || this.octets > LONGEST_ANSWER) this.rest();
  }

  private takeEndOfAnswer(octet: number): void {
    if (octet === 0x5c) this.rest();
    else {
      this.begin('escape');
      this.take(octet);
    }
  }

  private takePaste(octet: number): void {
    if (octet === PASTE_END[this.matched]) {
      if (++this.matched === PASTE_END.length) this.endPaste();
      return;
    }
    const kept = [...PASTE_END.slice(0, this.matched), ...(octet === ESC ? [] : [octet])];
    if (this.pasted.length + kept.length <= LONGEST_PASTE) this.pasted.push(...kept);
    this.matched = octet === ESC ? 1 : 0;
  }

  private endPaste(): void {
    const text = new TextDecoder().decode(Uint8Array.from(this.pasted));
    this.add({ name: 'paste', text });
    this.rest();
  }

  /** A control octet inside a sequence: the sequence was broken off, the octet counts. */
  private startAnew(octet: number): void {
    this.rest();
    this.takeCharacter(octet);
  }

  private begin(state: State, opener = ''): void {
    this.rest();
    this.state = state;
    this.opener = opener;
  }

  /** Back to where nothing has begun. */
  private rest(): void {
    this.state = 'ground';
    this.sequence = '';
    this.octets = 0;
    this.utf8.reset();
    this.withAlt = false;
    this.pasted = [];
    this.matched = 0;
  }

  private add(key: Key | null): void {
    if (key !== null) this.keys.push(key);
  }

  private taken(): Key[] {
    const { keys } = this;
    this.keys = [];
    return keys;
  }
}

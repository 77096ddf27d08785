/** Why an input could not be read at all. */
export type CaptureErrorCode =
  | 'not-found'
  | 'no-permission'
  | 'is-directory'
  | 'empty'
  | 'not-a-capture'
  | 'unsupported-format'
  | 'bad-header'
  | 'too-many-files'
  | 'same-file-twice'
  | 'pipe-not-alone'
  | 'read-failed'
  | 'no-interface'
  | 'interface-down'
  | 'bad-filter'
  | 'no-capture-program'
  | 'capture-failed'
  | 'cannot-write';

/**
 * The input is not a capture, or cannot be read: nothing was analysed (exit code 3).
 * `message` says what happened and where; `advice` says what to do.
 */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  /** What is wrong, for programs. */
  readonly code: CaptureErrorCode;
  /** What to do about it: one sentence for a person. */
  readonly advice: string;

  constructor(code: CaptureErrorCode, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.advice = advice;
  }
}

/** Options whose value `-` is standard output. */
const OUTPUT_OPTIONS: ReadonlySet<string | undefined> = new Set(['-o', '--output']);

/** Whether these arguments of the program name standard input as a capture. */
export function namesStandardInput(argv: readonly string[]): boolean {
  return argv.some((argument, at) => argument === '-' && !OUTPUT_OPTIONS.has(argv[at - 1]));
}

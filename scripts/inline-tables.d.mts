/** A plugin for Rolldown that writes the numbers of tables such as `FlowFlag` into the code that names them. */
export function inlineTables(): {
  readonly name: string;
  readonly transform: {
    readonly filter: { readonly id: RegExp };
    /** The code with numbers; null where it names no table. @param id path of the file */
    handler(code: string, id: string): { readonly code: string; readonly map: null } | null;
  };
};

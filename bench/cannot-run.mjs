/** The benchmark cannot go on, for a reason its user can do something about. Everything else that is thrown is a bug. */
export class CannotRun extends Error {}

/** Stable codes of {@link IntakeError}; each boundary turns them into its own words and status. */
export type ErrorCode =
  | 'Conflict'
  | 'PolicyViolation'
  | 'InvalidInput'
  | 'NotFound'
  | 'Unavailable'
  | 'InvalidConfiguration';

/** The one error class of the product: a stable code for programs, a sentence with the next step for people. */
export class IntakeError extends Error {
  readonly code: ErrorCode;

  /**
   * @param code what kind of failure it is
   * @param message what happened and what to do next
   * @param options the original failure as `cause`
   */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'IntakeError';
    this.code = code;
  }
}

/** Whether something thrown is an {@link IntakeError} with this code. */
export function isIntakeError(error: unknown, code: ErrorCode): error is IntakeError {
  return error instanceof IntakeError && error.code === code;
}

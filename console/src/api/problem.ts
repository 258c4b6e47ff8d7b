// What the API says when something is not as asked: an RFC 9457 problem, thrown as an error.

export interface Mistake {
  where: string; // "query.limit", "body.reason"
  what: string;
}

/** A request that was not served; `detail` says what is wrong and what would be right. */
export class Problem extends Error {
  readonly status: number; // 0: the service was not reached
  readonly detail: string;
  readonly mistakes: readonly Mistake[];

  constructor(status: number, detail: string, mistakes: readonly Mistake[] = []) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.detail = detail;
    this.mistakes = mistakes;
  }

  /** What is said of one field of the body, for example "password". */
  about(field: string): string | undefined {
    return this.mistakes.find((one) => one.where === `body.${field}`)?.what;
  }
}

/** Reads the answer of a request that was refused; whatever stands in it, a problem comes out. */
export function problemOf(status: number, text: string): Problem {
  try {
    const given = JSON.parse(text) as { detail?: unknown; mistakes?: unknown };
    const mistakes = Array.isArray(given.mistakes) ? (given.mistakes as Mistake[]) : [];
    if (typeof given.detail === "string") return new Problem(status, given.detail, mistakes);
  } catch {
    // A proxy's page, not ours: the status is all there is to say.
  }
  return new Problem(status, `HTTP ${status}`);
}

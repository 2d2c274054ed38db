// When a call is tried again. Answers depend on the request alone, so that it is always safe.
import { BusyError, type ParallaxError, UnreachableError } from "./errors.js";

/**
 * How often a call is tried, and how long to wait between. Tried again is what no server answered,
 * what a stopping server cancelled, and what a busy one refused; the last not before the time that
 * it names. `{ attempts: 1 }` never tries again.
 */
export interface RetryPolicy {
  readonly attempts: number;
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly multiplier: number;
}

export const defaultRetry: RetryPolicy = {
  attempts: 4,
  initialBackoffMs: 100,
  maxBackoffMs: 5000,
  multiplier: 2,
};

/** The attempts at one call, which share one deadline. */
export class Attempts {
  private failed = 0;
  readonly deadline: number;

  constructor(
    private readonly policy: RetryPolicy,
    timeoutMs: number,
  ) {
    this.deadline = Date.now() + timeoutMs;
  }

  /**
   * Milliseconds to wait before the next attempt. Throws `error` where there is to be none: it is not
   * of the kind that passes, attempts are used up, or the wait would outlast the deadline.
   */
  waitAfter(error: ParallaxError): number {
    this.failed += 1;
    const passes = error instanceof BusyError || error instanceof UnreachableError;
    if (!passes || this.failed >= this.policy.attempts) throw error;
    const backoff = this.policy.initialBackoffMs * this.policy.multiplier ** (this.failed - 1);
    // Between half of it and all, so that clients turned away together do not come back together.
    const jittered = Math.min(backoff, this.policy.maxBackoffMs) * (0.5 + Math.random() / 2);
    const wait = jittered + (error.retryAfterMs ?? 0);
    if (Date.now() + wait >= this.deadline) throw error;
    return wait;
  }
}

/** Whoever crashes again and again is not started again for ever. */
export class Crashes {
  private readonly times: number[] = [];

  /**
   * @param most how many may come ...
   * @param span ... within so many milliseconds.
   */
  constructor(
    readonly most = 4,
    readonly span = 3 * 60 * 1000,
  ) {}

  /** Takes note of a crash, and tells whether to start again. */
  mayRestart(now: number): boolean {
    const recent = this.times.filter((time) => now - time <= this.span);
    this.times.splice(0, this.times.length, ...recent, now);
    return this.times.length <= this.most;
  }

  /** Begins anew: the user has started it by hand, or something has changed. */
  forget(): void {
    this.times.length = 0;
  }
}

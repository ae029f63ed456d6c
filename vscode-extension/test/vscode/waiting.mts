const stepMilliseconds = 50;

/**
 * Waits until `condition` gives something.
 *
 * @throws Error that says what was waited for, after `seconds`.
 */
export async function until<Found>(
  what: string,
  seconds: number,
  condition: () => Found | undefined | false | Promise<Found | undefined | false>,
): Promise<Found> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${seconds} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, stepMilliseconds));
  }
}

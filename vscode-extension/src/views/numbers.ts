import type { L10n } from './words';

/** Writes a size as `hublint verify` does. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 'B';
  for (const larger of ['kB', 'MB', 'GB', 'TB']) {
    if (size < 999.95) {
      break;
    }
    size /= 1000;
    unit = larger;
  }
  return `${unit === 'B' ? String(size) : size.toFixed(1)} ${unit}`;
}

/** Writes how long something took. */
export function durationText(l10n: L10n, seconds: number): string {
  if (seconds >= 59.95) {
    const whole = Math.round(seconds);
    return l10n.t('{0} min {1} s', Math.floor(whole / 60), whole % 60);
  }
  return l10n.t('{0} s', seconds >= 10 ? seconds.toFixed(0) : seconds.toFixed(1));
}

export function shapeText(shape: readonly (number | null)[] | null): string {
  return shape === null ? '?' : `[${shape.map((size) => size ?? 'None').join(', ')}]`;
}

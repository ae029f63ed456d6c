/** Which messages pop up: `hublint.showNotifications`. */
export type Shown = 'off' | 'onError' | 'onWarning' | 'always';

/** How grave a message is, by the numbers of the protocol: 1 is an error, 2 a warning, 3 and more information. */
export type Gravity = number;

const MOST: Readonly<Record<Shown, Gravity>> = { off: 0, onError: 1, onWarning: 2, always: Infinity };

/** Tells whether a message pops up; all others stand in the log only. */
export function popsUp(gravity: Gravity, shown: Shown): boolean {
  return gravity <= MOST[shown];
}

/** Reads the setting; what is not among its values counts as the default. */
export function shownOf(value: unknown): Shown {
  return typeof value === 'string' && Object.hasOwn(MOST, value) ? (value as Shown) : 'onWarning';
}

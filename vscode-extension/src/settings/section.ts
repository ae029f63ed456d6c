import { type Meanings, replaceVariables } from './variables';

/** The settings under `hublint`, as VS Code has them. */
export type Section = Readonly<Record<string, unknown>>;

/** A variable in a setting that means nothing. */
export interface Unknown {
  readonly key: string;
  readonly variable: string;
}

/** The settings in which variables are replaced before the server learns them. */
const WITH_VARIABLES: readonly { readonly group?: string; readonly name: string }[] = [
  { name: 'configuration' },
  { group: 'verify', name: 'runtime' },
  { group: 'verify', name: 'arguments' },
];
/** The settings that say how the server is started, and are nothing to it. */
const OF_EXTENSION: ReadonlySet<string> = new Set([
  'path',
  'interpreter',
  'importStrategy',
  'args',
  'showNotifications',
  'trace',
]);

/** What the server is told besides the settings themselves. */
export interface Told {
  readonly trusted: boolean;
  /** The Python of the folder, which runs its programs unless `verify.runtime` names another. */
  readonly interpreter: string | undefined;
  /** How much is to be logged, where the settings do not say. */
  readonly logLevel: string | undefined;
}

/** Makes the settings as the server is told them, and says which variables in them mean nothing. */
export function sectionSent(section: Section, told: Told, meanings: Meanings): { sent: Section; unknown: Unknown[] } {
  const unknown: Unknown[] = [];
  const sent: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(section)) {
    if (!OF_EXTENSION.has(key)) {
      sent[key] = copyOf(value);
    }
  }
  for (const { group, name } of WITH_VARIABLES) {
    const holder = group === undefined ? sent : sent[group];
    if (isRecord(holder) && name in holder) {
      const key = ['hublint', group, name].filter((word) => word !== undefined).join('.');
      holder[name] = replacedIn(holder[name], key, meanings, unknown);
    }
  }
  if (told.interpreter !== undefined) {
    sent['verify'] = { ...(isRecord(sent['verify']) ? sent['verify'] : {}), interpreter: told.interpreter };
  }
  if (told.logLevel !== undefined) {
    sent['logLevel'] = told.logLevel;
  }
  sent['trusted'] = told.trusted;
  return { sent, unknown };
}

/** Replaces the variables in a text, or in each text of a list; leaves everything else as it is. */
export function replacedIn(value: unknown, key: string, meanings: Meanings, unknown: Unknown[]): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => replacedIn(one, key, meanings, unknown));
  }
  if (typeof value !== 'string') {
    return value;
  }
  const replaced = replaceVariables(value, meanings);
  unknown.push(...replaced.unknown.map((variable) => ({ key, variable })));
  return replaced.text;
}

/** What VS Code hands out must not be changed, and is of a kind that `structuredClone` refuses. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(copyOf);
  }
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyOf(one)])) : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

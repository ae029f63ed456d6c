import { readFile } from 'node:fs/promises';
import * as path from 'node:path';

import type { PythonFacts } from '../python/facts';
import { minor } from '../python/facts';

/** The hublint that comes with the extension, as `bundled/bundle.json` describes it. */
export interface Bundle {
  /** For what its native modules were built, in the words of `vsce package --target`. */
  readonly platform: string;
  /** The Pythons that they were built for: `3.10`, `3.11`, ..., the oldest first. */
  readonly pythons: readonly string[];
  /** Its version. */
  readonly hublint: string;
}

/** Reads the description of the bundle; undefined where there is none, as in a working copy of the extension. */
export async function readBundle(extension: string): Promise<Bundle | undefined> {
  try {
    return parseBundle(await readFile(path.join(extension, 'bundled', 'bundle.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

export function parseBundle(text: string): Bundle | undefined {
  const told = JSON.parse(text) as Record<string, unknown> | null;
  const { platform, pythons, hublint } = told ?? {};
  if (typeof platform !== 'string' || typeof hublint !== 'string' || !Array.isArray(pythons)) {
    return undefined;
  }
  return { platform, pythons: pythons.filter((one) => typeof one === 'string'), hublint };
}

/** Says why a Python cannot run the bundle, as the end of a sentence about it; undefined if it can. */
export function whyNotBundle(facts: PythonFacts, bundle: Bundle): string | undefined {
  if (facts.implementation !== 'CPython') {
    return `it is ${facts.implementation}, and the hublint of the extension needs CPython`;
  }
  if (!bundle.pythons.includes(minor(facts.version))) {
    return `it is Python ${facts.version.join('.')}, and the hublint of the extension runs on ${rangeOf(bundle)}`;
  }
  if (!facts.gil) {
    return 'it was built without the global interpreter lock';
  }
  if (facts.target !== bundle.platform) {
    return `it was built for ${facts.target ?? 'another platform'}, and the hublint of the extension for ${bundle.platform}`;
  }
  return undefined;
}

/** `3.10 to 3.14` */
function rangeOf(bundle: Bundle): string {
  const [first, last] = [bundle.pythons.at(0) ?? '', bundle.pythons.at(-1) ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

/** What `probe.py` tells of a Python. */
export interface PythonFacts {
  /** Its path as Python itself knows it: in a virtual environment, that of the environment. */
  readonly executable: string;
  readonly version: readonly [number, number, number];
  /** `CPython`, `PyPy`, ... */
  readonly implementation: string;
  /** Whether it was built with the global interpreter lock: one without needs native modules of its own. */
  readonly gil: boolean;
  /** For what it was built, in the words of `vsce package --target`; undefined for what that has no word for. */
  readonly target: string | undefined;
  /** The version of the hublint that is installed in it. */
  readonly hublint: string | undefined;
}

/** Reads what `probe.py` printed. Something else that runs at Python's start may have printed more before it. */
export function parseFacts(printed: string): PythonFacts | undefined {
  for (const line of printed.split(/\r?\n/).reverse()) {
    const facts = line.startsWith('{') ? factsOf(parsed(line)) : undefined;
    if (facts !== undefined) {
      return facts;
    }
  }
  return undefined;
}

/** `3.12` for `[3, 12, 1]`: what native modules are made for. */
export function minor(version: readonly number[]): string {
  return version.slice(0, 2).join('.');
}

/** Compares versions number by number; what is missing counts as zero. */
export function compareVersions(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/**
 * The numbers of a release: `[0, 2, 0]` for `0.2.0`. What comes before a release (`0.2.0.dev3`, `0.2.0rc1`) counts as
 * the release: it is what whoever develops hublint has installed.
 */
export function releaseOf(version: string): readonly number[] {
  const numbers = /^\s*v?\d+(?:\.\d+)*/i.exec(version)?.[0] ?? '';
  return numbers.replace(/^\s*v/i, '').split('.').filter(Boolean).map(Number);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function factsOf(value: unknown): PythonFacts | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const told = value as Record<string, unknown>;
  const { executable, version, implementation, gil, target, hublint } = told;
  if (typeof executable !== 'string' || !Array.isArray(version) || typeof implementation !== 'string') {
    return undefined;
  }
  const [major, second, third] = version as unknown[];
  if (typeof major !== 'number' || typeof second !== 'number' || typeof third !== 'number') {
    return undefined;
  }
  return {
    executable,
    version: [major, second, third],
    implementation,
    gil: gil !== false,
    target: typeof target === 'string' ? target : undefined,
    hublint: typeof hublint === 'string' ? hublint : undefined,
  };
}

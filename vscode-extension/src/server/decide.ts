import { type Candidate, type Source } from '../python/candidate';
import { compareVersions, minor, type PythonFacts, releaseOf } from '../python/facts';
import type { Probed } from '../python/probe';
import { type Bundle, whyNotBundle } from './bundle';
import { liesIn } from './origin';

/** The oldest Python that hublint runs on. */
export const OLDEST_PYTHON = [3, 10] as const;
/** The oldest hublint that speaks with this extension as it expects. */
export const OLDEST_HUBLINT = '0.1.0';
/** How many Pythons of one source are asked: somebody may have a hundred environments, and each takes a moment. */
const MOST_ASKED = 8;
/**
 * How a Python is told to look at nothing but its own library, and no variable of the user: what is installed in it may
 * not fit the hublint of the extension, and may run as Python starts.
 */
const ISOLATED = ['-I', '-S'] as const;

/** How the server is started. */
export interface ServerCommand {
  readonly executable: string;
  readonly args: readonly string[];
  /** Whose hublint it is: that of `hublint.path`, that of the selected Python, or the one that came with the extension. */
  readonly origin: 'path' | 'environment' | 'bundled';
  /** The Python that runs it; undefined for a program of `hublint.path`, which brings its own. */
  readonly python?: { readonly path: string; readonly version: string } | undefined;
}

/** What the user has set, and what the extension has. */
export interface Situation {
  readonly trusted: boolean;
  /** The folders that are open. */
  readonly folders: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly path: readonly string[];
  readonly importStrategy: 'fromEnvironment' | 'useBundled';
  readonly args: readonly string[];
  readonly bundle: Bundle | undefined;
  /** The path of `launch.py`. */
  readonly launcher: string;
}

/** What can be found out about the machine. */
export interface World {
  /** The absolute path of a program, which may be a name on the PATH. */
  program(name: string): Promise<string | undefined>;
  /** The Python that is selected. */
  selected(): Promise<Candidate | undefined>;
  /** Other Pythons, by source: the ones to be tried first come first. */
  others(): AsyncIterable<readonly Candidate[]>;
  probe(words: readonly string[]): Promise<Probed>;
  /** Where a path leads to, past all links. */
  realPath(file: string): Promise<string>;
}

export interface Decision {
  readonly command: ServerCommand;
  /** How it came to that, for the log. */
  readonly notes: readonly string[];
  /** The programs of `hublint.path`, if there is none of them. */
  readonly missing: readonly string[];
}

/** Why no server can be started. */
export type Obstacle =
  /** No Python here can run the hublint of the extension. */
  | { readonly kind: 'noPython'; readonly bundle: Bundle }
  /** The extension has no hublint of its own, as in a working copy, and nothing else may be run. */
  | { readonly kind: 'noBundle' };

/** No server can be started. */
export class NoServerError extends Error {
  constructor(
    readonly obstacle: Obstacle,
    readonly notes: readonly string[],
  ) {
    super(obstacle.kind);
  }
}

/**
 * Decides how the server is started: a program of `hublint.path`, else the hublint of the selected Python, else the one
 * of the extension, on the first Python that can run it.
 *
 * Where the workspace is not trusted, only the one of the extension counts, on a Python that lies outside of it.
 *
 * @throws NoServerError if there is none.
 */
export function decide(situation: Situation, world: World): Promise<Decision> {
  return new Choice(situation, world).make();
}

/** Tells whether two commands start the same. */
export function isSameCommand(one: ServerCommand, other: ServerCommand): boolean {
  return JSON.stringify([one.executable, one.args]) === JSON.stringify([other.executable, other.args]);
}

class Choice {
  private readonly notes: string[] = [];
  private missing: readonly string[] = [];
  /** What the Pythons said that were asked. */
  private readonly asked = new Map<string, Promise<Probed>>();

  constructor(
    private readonly situation: Situation,
    private readonly world: World,
  ) {}

  async make(): Promise<Decision> {
    const command = (await this.ofPath()) ?? (await this.ofEnvironment()) ?? (await this.ofExtension());
    return { command, notes: this.notes, missing: this.missing };
  }

  private async ofPath(): Promise<ServerCommand | undefined> {
    const { path, trusted, args } = this.situation;
    if (path.length === 0) {
      return undefined;
    }
    if (!trusted) {
      this.notes.push('The workspace is not trusted: hublint.path is passed over.');
      return undefined;
    }
    for (const name of path) {
      const executable = await this.world.program(name);
      if (executable !== undefined) {
        return { executable, args: ['server', ...args], origin: 'path' };
      }
      this.notes.push(`hublint.path: there is no program ${name}.`);
    }
    this.missing = path;
    return undefined;
  }

  private async ofEnvironment(): Promise<ServerCommand | undefined> {
    const { importStrategy, trusted, launcher, args } = this.situation;
    if (importStrategy === 'useBundled') {
      return undefined;
    }
    if (!trusted) {
      this.notes.push('The workspace is not trusted: the hublint of the extension is used.');
      return undefined;
    }
    const selected = await this.world.selected();
    if (selected === undefined) {
      this.notes.push('No Python is selected: the hublint of the extension is used.');
      return undefined;
    }
    const probed = await this.ask(selected);
    const reason = 'facts' in probed ? whyNotOwn(probed.facts) : probed.problem;
    if (reason !== undefined || !('facts' in probed)) {
      this.notes.push(`${named(selected)}: ${reason ?? ''}. The hublint of the extension is used.`);
      return undefined;
    }
    this.notes.push(`${named(selected)} has hublint ${probed.facts.hublint ?? ''}.`);
    return launched(selected, probed.facts, [launcher, 'server', ...args], 'environment');
  }

  private async ofExtension(): Promise<ServerCommand> {
    const { bundle, launcher, args } = this.situation;
    if (bundle === undefined) {
      throw new NoServerError({ kind: 'noBundle' }, this.notes);
    }
    for await (const candidates of this.runners()) {
      let count = 0;
      for (const candidate of candidates) {
        if (count >= MOST_ASKED) {
          break;
        }
        if (!mayRun(candidate, bundle) || !(await this.isAllowed(candidate))) {
          continue;
        }
        count += 1;
        const probed = await this.ask(candidate);
        const reason = 'facts' in probed ? whyNotBundle(probed.facts, bundle) : probed.problem;
        if (reason === undefined && 'facts' in probed && (await this.isAllowedAs(probed.facts))) {
          this.notes.push(`The hublint of the extension runs on ${named(candidate)}.`);
          return launched(candidate, probed.facts, [...ISOLATED, launcher, '--bundled', 'server', ...args], 'bundled');
        }
        this.notes.push(`${named(candidate)}: ${reason ?? 'it lies in the workspace, which is not trusted'}.`);
      }
    }
    throw new NoServerError({ kind: 'noPython', bundle }, this.notes);
  }

  private async *runners(): AsyncIterable<readonly Candidate[]> {
    const selected = await this.world.selected();
    yield selected === undefined ? [] : [selected];
    yield* this.world.others();
  }

  /** Tells whether a Python may be started at all, and asked what it is. */
  private async isAllowed(candidate: Candidate): Promise<boolean> {
    const program = candidate.words[0];
    if (this.situation.trusted || program === undefined) {
      return true;
    }
    const allowed = await this.isOutside(program);
    if (!allowed) {
      this.notes.push(`${named(candidate)}: it lies in the workspace, which is not trusted.`);
    }
    return allowed;
  }

  /** The same for what it turned out to be: a program outside may start one inside. */
  private async isAllowedAs(facts: PythonFacts): Promise<boolean> {
    return this.situation.trusted || facts.executable === '' || (await this.isOutside(facts.executable));
  }

  private async isOutside(program: string): Promise<boolean> {
    const { folders, platform } = this.situation;
    const file = (await this.world.program(program)) ?? program;
    // A folder may be open by a link, and a Python in it may be a link to one outside, whose packages it then has not.
    const real = await Promise.all(folders.map((folder) => this.world.realPath(folder)));
    const all = [...folders, ...real];
    return !liesIn(file, all, platform) && !liesIn(await this.world.realPath(file), all, platform);
  }

  private ask(candidate: Candidate): Promise<Probed> {
    const key = JSON.stringify(candidate.words);
    const answer = this.asked.get(key) ?? this.world.probe(candidate.words);
    this.asked.set(key, answer);
    return answer;
  }
}

/** Says why a Python's own hublint is not used, as the end of a sentence about it; undefined if it is. */
function whyNotOwn(facts: PythonFacts): string | undefined {
  if (compareVersions(facts.version, OLDEST_PYTHON) < 0) {
    return `it is Python ${facts.version.join('.')}, and hublint needs ${minor(OLDEST_PYTHON)}`;
  }
  if (facts.hublint === undefined) {
    return 'hublint is not installed in it';
  }
  if (compareVersions(releaseOf(facts.hublint), releaseOf(OLDEST_HUBLINT)) < 0) {
    return `its hublint ${facts.hublint} is older than ${OLDEST_HUBLINT}`;
  }
  return undefined;
}

/** Tells whether it is worth asking: some sources know versions. */
function mayRun(candidate: Candidate, bundle: Bundle): boolean {
  return candidate.version === undefined || bundle.pythons.includes(minor(candidate.version));
}

function launched(
  candidate: Candidate,
  facts: PythonFacts,
  args: readonly string[],
  origin: ServerCommand['origin'],
): ServerCommand {
  const [program = facts.executable, ...options] = candidate.words;
  // What the user names is started as it is named: it may be a script that sets up more. What the PATH has may be a
  // program that chooses a Python by the folder it is started in.
  const words = candidate.source === 'PATH' && facts.executable !== '' ? [facts.executable] : [program, ...options];
  const [executable = program, ...before] = words;
  return {
    executable,
    args: [...before, ...args],
    origin,
    python: { path: facts.executable || program, version: facts.version.join('.') },
  };
}

const SOURCES: Readonly<Record<Source, string>> = {
  setting: 'hublint.interpreter',
  selected: 'the selected Python',
  default: 'python.defaultInterpreterPath',
  folder: "the folder's environment",
  known: 'a known Python',
  PATH: 'on the PATH',
};

function named(candidate: Candidate): string {
  return `${candidate.words.join(' ')} (${SOURCES[candidate.source]})`;
}

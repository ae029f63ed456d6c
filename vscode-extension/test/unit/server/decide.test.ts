import { strict as assert } from 'node:assert';

import type { Candidate, Source } from '../../../src/python/candidate';
import type { PythonFacts } from '../../../src/python/facts';
import type { Probed } from '../../../src/python/probe';
import { type Bundle, parseBundle, whyNotBundle } from '../../../src/server/bundle';
import { decide, isSameCommand, NoServerError, type Situation, type World } from '../../../src/server/decide';
import { liesIn } from '../../../src/server/origin';

const bundle: Bundle = { platform: 'linux-x64', pythons: ['3.10', '3.11', '3.12', '3.13', '3.14'], hublint: '0.1.0' };

const situation: Situation = {
  trusted: true,
  folders: ['/work/project'],
  platform: 'linux',
  path: [],
  importStrategy: 'fromEnvironment',
  args: [],
  bundle,
  launcher: '/ext/python/launch.py',
};

function facts(executable: string, version: string, more: Partial<PythonFacts> = {}): PythonFacts {
  const [major = 0, minor = 0, micro = 0] = version.split('.').map(Number);
  return {
    executable,
    version: [major, minor, micro],
    implementation: 'CPython',
    gil: true,
    target: 'linux-x64',
    hublint: undefined,
    ...more,
  };
}

/** A machine with some Pythons. */
class Machine implements World {
  readonly asked: string[] = [];

  constructor(
    private readonly pythons: readonly PythonFacts[],
    private readonly found: {
      readonly selected?: Candidate;
      readonly known?: readonly Candidate[];
      readonly path?: readonly Candidate[];
      readonly programs?: readonly string[];
      readonly links?: Readonly<Record<string, string>>;
    } = {},
  ) {}

  program(name: string): Promise<string | undefined> {
    return Promise.resolve(this.found.programs?.find((one) => one === name || one.endsWith(`/${name}`)));
  }

  selected(): Promise<Candidate | undefined> {
    return Promise.resolve(this.found.selected);
  }

  async *others(): AsyncIterable<readonly Candidate[]> {
    yield await Promise.resolve(this.found.known ?? []);
    yield await Promise.resolve(this.found.path ?? []);
  }

  probe(words: readonly string[]): Promise<Probed> {
    this.asked.push(words.join(' '));
    const found = this.pythons.find((one) => one.executable === words[0]);
    return Promise.resolve(found === undefined ? { problem: 'there is no such program' } : { facts: found });
  }

  realPath(file: string): Promise<string> {
    return Promise.resolve(this.found.links?.[file] ?? file);
  }
}

function candidate(program: string, source: Source, version?: readonly number[]): Candidate {
  return { words: [program], source, version };
}

async function obstacle(given: Situation, machine: World): Promise<NoServerError> {
  const error: unknown = await decide(given, machine).catch((reason: unknown) => reason);
  assert.ok(error instanceof NoServerError);
  return error;
}

describe('The server that is started', () => {
  it('is the hublint of the selected Python', async () => {
    const machine = new Machine([facts('/venv/bin/python', '3.12.1', { hublint: '0.1.0' })], {
      selected: candidate('/venv/bin/python', 'selected'),
    });
    const { command, notes } = await decide({ ...situation, args: ['--log-level', 'debug'] }, machine);
    assert.deepEqual(command, {
      executable: '/venv/bin/python',
      args: ['/ext/python/launch.py', 'server', '--log-level', 'debug'],
      origin: 'environment',
      python: { path: '/venv/bin/python', version: '3.12.1' },
    });
    assert.deepEqual(notes, ['/venv/bin/python (the selected Python) has hublint 0.1.0.']);
  });

  it('is that of the extension on the newest other Python, where the selected one is that of TensorFlow 1', async () => {
    const machine = new Machine(
      [facts('/tf1/bin/python', '3.7.16'), facts('/py313', '3.13.0'), facts('/py310', '3.10.13')],
      {
        selected: candidate('/tf1/bin/python', 'selected'),
        known: [candidate('/py313', 'known', [3, 13, 0]), candidate('/py310', 'known', [3, 10, 13])],
      },
    );
    const { command, notes } = await decide(situation, machine);
    assert.deepEqual(command, {
      executable: '/py313',
      args: ['-I', '-S', '/ext/python/launch.py', '--bundled', 'server'],
      origin: 'bundled',
      python: { path: '/py313', version: '3.13.0' },
    });
    assert.match(notes[0] ?? '', /^\/tf1\/bin\/python \(the selected Python\): it is Python 3\.7\.16, and hublint needs 3\.10\./);
    assert.deepEqual(machine.asked, ['/tf1/bin/python', '/py313'], 'each is asked once, and no more than needed');
  });

  it('is that of the extension on the selected Python, where that has no hublint', async () => {
    const machine = new Machine([facts('/venv', '3.11.7')], { selected: candidate('/venv', 'folder') });
    const { command, notes } = await decide(situation, machine);
    assert.deepEqual([command.origin, command.executable], ['bundled', '/venv']);
    assert.match(notes[0] ?? '', /hublint is not installed in it/);
  });

  it('is that of the extension where the hublint of the selected Python is too old', async () => {
    const machine = new Machine([facts('/venv', '3.11.7', { hublint: '0.0.9' })], {
      selected: candidate('/venv', 'setting'),
    });
    const { command, notes } = await decide(situation, machine);
    assert.equal(command.origin, 'bundled');
    assert.match(notes[0] ?? '', /its hublint 0\.0\.9 is older than 0\.1\.0/);
  });

  it('is that of the extension where the user wants it so', async () => {
    const machine = new Machine([facts('/venv', '3.11.7', { hublint: '9.0' })], {
      selected: candidate('/venv', 'selected'),
    });
    const { command } = await decide({ ...situation, importStrategy: 'useBundled' }, machine);
    assert.deepEqual(command.args, ['-I', '-S', '/ext/python/launch.py', '--bundled', 'server']);
  });

  it('is the first program of hublint.path that there is', async () => {
    const machine = new Machine([], { programs: ['/usr/bin/hublint', '/opt/hublint'] });
    const given = { ...situation, path: ['/none/hublint', 'hublint', '/opt/hublint'], args: ['-x'] };
    const { command, notes, missing } = await decide(given, machine);
    assert.deepEqual(command, { executable: '/usr/bin/hublint', args: ['server', '-x'], origin: 'path' });
    assert.deepEqual(notes, ['hublint.path: there is no program /none/hublint.']);
    assert.deepEqual(missing, []);
  });

  it('is another, and the user is told, where there is none of hublint.path', async () => {
    const machine = new Machine([facts('/venv', '3.11.7')], { selected: candidate('/venv', 'selected') });
    const { command, missing } = await decide({ ...situation, path: ['/a', '/b'] }, machine);
    assert.equal(command.origin, 'bundled');
    assert.deepEqual(missing, ['/a', '/b']);
  });

  it('is run by a Python of the PATH, as it knows itself, where nothing is selected', async () => {
    const world: World = Object.assign(new Machine([], { path: [candidate('/shims/python3', 'PATH')] }), {
      probe: () => Promise.resolve({ facts: facts('/versions/3.11.7/bin/python3', '3.11.7') }),
    });
    const { command } = await decide(situation, world);
    assert.equal(command.executable, '/versions/3.11.7/bin/python3');
  });

  it('is run by the words that are set, which may do more than start Python', async () => {
    const script = { words: ['/opt/with-cuda.sh', 'python'], source: 'selected' as const };
    const world: World = Object.assign(new Machine([], { selected: script }), {
      probe: () => Promise.resolve({ facts: facts('/opt/python', '3.12.0', { hublint: '0.1.0' }) }),
    });
    const { command } = await decide(situation, world);
    assert.deepEqual(
      [command.executable, ...command.args],
      ['/opt/with-cuda.sh', 'python', '/ext/python/launch.py', 'server'],
    );
    assert.equal(command.python?.path, '/opt/python');
  });

  it('is not looked for in Pythons that are known to be too old or too new', async () => {
    const known = [[3, 15], [3, 9], [3, 12]].map((version) => candidate(`/py${version.join('.')}`, 'known', version));
    const machine = new Machine([facts('/py3.12', '3.12.0')], { known });
    assert.equal((await decide(situation, machine)).command.executable, '/py3.12');
    assert.deepEqual(machine.asked, ['/py3.12']);
  });

  it('is not looked for in a hundred environments, but on the PATH after some', async () => {
    const known = Array.from({ length: 100 }, (_, index) => candidate(`/broken${index}`, 'known'));
    const machine = new Machine([facts('/usr/bin/python3', '3.12.0')], {
      known,
      path: [candidate('/usr/bin/python3', 'PATH')],
    });
    assert.equal((await decide(situation, machine)).command.executable, '/usr/bin/python3');
    assert.equal(machine.asked.length, 9);
  });

  it('is none, and the reason is told, where no Python can run it', async () => {
    const machine = new Machine([facts('/tf1', '3.7.16'), facts('/pypy', '3.11.0', { implementation: 'PyPy' })], {
      selected: candidate('/tf1', 'selected'),
      path: [candidate('/pypy', 'PATH'), candidate('/gone', 'PATH')],
    });
    const error = await obstacle(situation, machine);
    assert.deepEqual(error.obstacle, { kind: 'noPython', bundle });
    assert.match(error.notes.join('\n'), /Python 3\.7\.16.*\n.*3\.10 to 3\.14.*\n.*PyPy.*\n\/gone \(on the PATH\): there is no such/);
  });

  it('is none where the extension has no hublint of its own and the selected Python neither', async () => {
    const machine = new Machine([facts('/venv', '3.12.0')], { selected: candidate('/venv', 'selected') });
    assert.deepEqual((await obstacle({ ...situation, bundle: undefined }, machine)).obstacle, { kind: 'noBundle' });
  });
});

describe('In a workspace that is not trusted, the server', () => {
  const untrusted: Situation = { ...situation, trusted: false };

  it('is that of the extension, whatever the settings and the selected Python have', async () => {
    const machine = new Machine([facts('/venv', '3.12.0', { hublint: '0.1.0' })], {
      selected: candidate('/venv', 'selected'),
      programs: ['/usr/bin/hublint'],
    });
    const { command, missing } = await decide({ ...untrusted, path: ['/usr/bin/hublint'] }, machine);
    assert.deepEqual([command.origin, command.executable], ['bundled', '/venv']);
    assert.deepEqual(missing, []);
  });

  it('is run by no Python that lies in the workspace, which is not even asked', async () => {
    const inside = ['/work/project/.venv/bin/python', '/work/project/../project/python', '/elsewhere/link'];
    const machine = new Machine([...inside, '/usr/bin/python3'].map((one) => facts(one, '3.12.0')), {
      selected: candidate(inside[0] ?? '', 'selected'),
      known: inside.slice(1).map((one) => candidate(one, 'known')),
      path: [candidate('/usr/bin/python3', 'PATH')],
      links: { '/elsewhere/link': '/work/project/evil' },
    });
    const { command, notes } = await decide(untrusted, machine);
    assert.equal(command.executable, '/usr/bin/python3');
    assert.deepEqual(machine.asked, ['/usr/bin/python3']);
    assert.match(notes.join('\n'), /\.venv\/bin\/python \(the selected Python\): it lies in the workspace, which is not trusted/);
  });

  it('is run by no Python of a workspace that is open by a link', async () => {
    const machine = new Machine([facts('/data/project/python', '3.12.0')], {
      path: [candidate('/data/project/python', 'PATH')],
      links: { '/work/project': '/data/project' },
    });
    assert.equal((await obstacle(untrusted, machine)).obstacle.kind, 'noPython');
  });

  it('is run by no Python that something outside starts inside', async () => {
    const world: World = Object.assign(new Machine([], { path: [candidate('/usr/bin/python3', 'PATH')] }), {
      probe: () => Promise.resolve({ facts: facts('/work/project/.venv/bin/python', '3.12.0') }),
    });
    const error = await obstacle(untrusted, world);
    assert.match(error.notes.join('\n'), /it lies in the workspace, which is not trusted/);
  });

  it('may be run by the same Python once it is trusted', async () => {
    const machine = new Machine([facts('/work/project/.venv/bin/python', '3.12.0')], {
      selected: candidate('/work/project/.venv/bin/python', 'folder'),
    });
    assert.equal((await decide(situation, machine)).command.executable, '/work/project/.venv/bin/python');
  });
});

describe('The hublint of the extension', () => {
  for (const [what, more, reason] of [
    ['a Python without the lock', { gil: false }, /without the global interpreter lock/],
    ['PyPy', { implementation: 'PyPy' }, /it is PyPy/],
    ['another platform', { target: 'alpine-x64' }, /built for alpine-x64, and the hublint of the extension for linux-x64/],
    ['a platform without a name', { target: undefined }, /built for another platform/],
    ['Python 3.15', { version: [3, 15, 0] as const }, /it is Python 3\.15\.0, and .* runs on 3\.10 to 3\.14/],
  ] as const) {
    it(`does not run on ${what}`, () => {
      assert.match(whyNotBundle(facts('/p', '3.12.0', more), bundle) ?? '', reason);
    });
  }

  it('is described by its file', () => {
    assert.deepEqual(parseBundle(JSON.stringify({ ...bundle, packages: {} })), bundle);
  });

  for (const text of ['{}', 'null', '{"platform": "linux-x64", "pythons": "3.12", "hublint": "1"}']) {
    it(`is none where its file says ${text}`, () => {
      assert.equal(parseBundle(text), undefined);
    });
  }
});

describe('A path', () => {
  for (const [file, platform, inside] of [
    ['/w/p', 'linux', true],
    ['/w/p/x/y', 'linux', true],
    ['/w/pp', 'linux', false],
    ['/w/p/../q', 'linux', false],
    ['/w/P/x', 'linux', false],
    ['/w/P/x', 'darwin', true],
    ['/w/p/..x', 'linux', true],
  ] as const) {
    it(`${file} lies ${inside ? '' : 'not '}in /w/p on ${platform}`, () => {
      assert.equal(liesIn(file, ['/w/p'], platform), inside);
    });
  }

  it('of another drive of Windows does not lie in a folder', () => {
    assert.equal(liesIn('D:\\p\\x', ['C:\\p'], 'win32'), false);
    assert.equal(liesIn('c:\\P\\x', ['C:\\p'], 'win32'), true);
  });
});

describe('Two commands', () => {
  it('are the same if they start the same', () => {
    const command = { executable: '/py', args: ['a'], origin: 'bundled' as const };
    assert.equal(isSameCommand(command, { ...command, origin: 'environment' }), true);
    assert.equal(isSameCommand(command, { ...command, args: ['a', '-x'] }), false);
    assert.equal(isSameCommand(command, { ...command, executable: '/py a', args: [] }), false);
  });
});

import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { within } from '../../../src/python/within';
import { Crashes } from '../../../src/server/crashes';
import type { ServerCommand } from '../../../src/server/decide';
import { LogReader } from '../../../src/server/logReader';
import { ServerProcess, type Sink } from '../../../src/server/process';

describe('A line of the log', () => {
  it('is as grave as the server says, without its time', () => {
    const reader = new LogReader();
    const lines = [
      '2026-11-27 02:00:00,123 INFO hublint.lsp.features: reading settings',
      '2026-11-27 02:00:00,123 WARNING pygls: odd',
      '2026-11-27 02:00:00,123 DEBUG hublint: x',
      '2026-11-27 02:00:00,123 CRITICAL hublint: y',
    ].map((line) => reader.read(line));
    assert.deepEqual(lines, [
      { level: 'info', text: 'hublint.lsp.features: reading settings' },
      { level: 'warn', text: 'pygls: odd' },
      { level: 'debug', text: 'hublint: x' },
      { level: 'error', text: 'hublint: y' },
    ]);
  });

  it('belongs to the line before, where it does not say', () => {
    const reader = new LogReader();
    reader.read('2026-11-27 02:00:00,123 WARNING hublint: checking the workspace');
    assert.deepEqual(reader.read('Traceback (most recent call last):'), {
      level: 'warn',
      text: 'Traceback (most recent call last):',
    });
  });

  it('is an error, where nothing came before: the server did not get to its log', () => {
    const reader = new LogReader();
    assert.equal(reader.read('Traceback (most recent call last):').level, 'error');
    reader.read("ModuleNotFoundError: No module named 'pygls'");
    reader.read('');
    assert.equal(reader.last, "ModuleNotFoundError: No module named 'pygls'");
  });
});

describe('A server that ends again and again', () => {
  it('is started again four times within three minutes', () => {
    const crashes = new Crashes();
    assert.deepEqual([1, 2, 3, 4, 5].map((second) => crashes.mayRestart(second * 1000)), [true, true, true, true, false]);
  });

  it('is started again as long as that is seldom', () => {
    const crashes = new Crashes();
    const minutes = Array.from({ length: 20 }, (_, index) => index);
    assert.ok(minutes.every((minute) => crashes.mayRestart(minute * 60_000)));
  });

  it('is started again by hand as if nothing had been', () => {
    const crashes = new Crashes(1);
    assert.deepEqual([crashes.mayRestart(0), crashes.mayRestart(1)], [true, false]);
    crashes.forget();
    assert.equal(crashes.mayRestart(2), true);
  });
});

describe('The process of a server', () => {
  const written: string[] = [];
  const log: Sink = {
    error: (text) => written.push(`error ${text}`),
    warn: (text) => written.push(`warn ${text}`),
    info: (text) => written.push(`info ${text}`),
    debug: (text) => written.push(`debug ${text}`),
  };

  function node(program: string): ServerCommand {
    return { executable: process.execPath, args: ['-e', program], origin: 'path' };
  }

  beforeEach(() => {
    written.length = 0;
  });

  it('that cannot be started says so', async () => {
    const command: ServerCommand = { executable: '/none/hublint', args: [], origin: 'path' };
    await assert.rejects(ServerProcess.start(command, {}, '/', log), /ENOENT/);
  });

  it('that ends by itself leaves its last word', async () => {
    const program = "console.error('Traceback'); console.error('ImportError: no pygls'); process.exit(1)";
    const server = await ServerProcess.start(node(program), process.env, '/', log);
    await server.end(60_000);
    assert.equal(server.lastWord, 'ImportError: no pygls');
    assert.deepEqual(written, ['error Traceback', 'error ImportError: no pygls']);
  });

  it('that ended before anybody looked is known to have ended', async () => {
    const server = await ServerProcess.start(node("console.error('no luck today')"), process.env, '/', log);
    while (server.child.exitCode === null || server.child.stderr?.closed !== true) {
      await setTimeout(5);
    }
    assert.equal((await within(20_000, server.ended)).kind, 'answer');
    assert.equal(server.lastWord, 'no luck today');
  });

  it('that does not end is ended', async () => {
    const program = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.error('up')";
    const server = await ServerProcess.start(node(program), process.env, '/', log);
    await once(server.child.stderr ?? assert.fail(), 'data');
    const exited = once(server.child, 'exit');
    await server.end(0);
    assert.deepEqual(await exited, [null, 'SIGKILL']);
  });

  it('runs in the folder and the environment that it is given', async () => {
    const program = "console.error(process.cwd(), process.env.WORD); process.exit()";
    const server = await ServerProcess.start(node(program), { WORD: 'here' }, '/', log);
    await server.end(60_000);
    assert.equal(server.lastWord, '/ here');
  });
});

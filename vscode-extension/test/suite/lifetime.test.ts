import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { ready } from './extension';
import { closeAll, show, write } from './programs';
import { servers } from './servers';
import { diagnosticsWhen, until } from './waiting';

const program = 'import tensorflow as tf\n\nsession = tf.Session()\n';

suite('The life of the server', () => {
  suiteSetup(ready);
  teardown(closeAll);

  test('restarting puts a new server in the place of the old one', async () => {
    const [old] = servers();
    assert.ok(old);
    await vscode.commands.executeCommand('hublint.restart');
    const [now] = await until('one server', () => servers().length === 1 && servers());
    assert.notEqual(now, old);
    await looksAfterWhatIsOpened();
  });

  test('a server that is killed comes back', async () => {
    const [old] = servers();
    assert.ok(old);
    process.kill(old, 'SIGKILL');
    await until('another server', () => {
      const now = servers();
      return now.length === 1 && now[0] !== old;
    });
    await looksAfterWhatIsOpened();
  });

  test('many restarts at once leave one server', async () => {
    await Promise.all([1, 2, 3].map(() => vscode.commands.executeCommand('hublint.restart')));
    await until('one server', () => servers().length === 1);
    await looksAfterWhatIsOpened();
  });

  test('showing the logs opens the output of hublint', async () => {
    await vscode.commands.executeCommand('hublint.showLogs');
    await until('the output', () =>
      vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output' && document.fileName.includes('hublint')),
    );
  });
});

async function looksAfterWhatIsOpened(): Promise<void> {
  const uri = write(program);
  await show(uri);
  await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
}

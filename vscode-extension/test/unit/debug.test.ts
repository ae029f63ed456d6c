import { strict as assert } from 'node:assert';

import { concealed, debugReport } from '../../src/commands/debugReport';
import { failedPage, remedies } from '../../src/views/report/failed';
import { l10n, textOf } from './given';

describe('The debug information', () => {
  const facts = {
    extension: '0.1.0',
    editor: 'VS Code 1.93.1',
    remote: '',
    platform: 'linux x64',
    node: 'v20',
    trusted: false,
    folders: 2,
    server: [['Origin', 'bundled']] as const,
    settings: [['hublint.verify.arguments (user)', ['--api-key', 'abc', '--epochs', '3', '--token=xyz']]] as const,
    report: '# hublint: debug information\n\n- hublint 0.1.0\n\n## Packages\n',
  };

  it('tells of the extension, the server and what was set', () => {
    const text = debugReport(l10n, facts);
    assert.match(text, /^# hublint: debug information\n/);
    assert.match(text, /- Workspace: `restricted, folders: 2`/);
    assert.match(text, /- Origin: `bundled`/);
    assert.match(text, /## What the server tells of itself\n\n- hublint 0\.1\.0\n\n### Packages\n$/);
  });

  it('leaves out what looks like a secret', () => {
    const text = debugReport(l10n, facts);
    assert.match(text, /`\["--api-key","…","--epochs","3","--token=…"\]`/);
    assert.doesNotMatch(text, /abc|xyz/);
  });

  it('keeps what stands behind an option that is called otherwise', () => {
    assert.deepEqual(concealed(['--tokenizer-path=/a', '--device', 'cpu', { password: 'x', level: 'native' }]), [
      '--tokenizer-path=…',
      '--device',
      'cpu',
      { password: '…', level: 'native' },
    ]);
  });

  it('writes what holds backticks as it is', () => {
    assert.match(debugReport(l10n, { ...facts, editor: 'a `b`' }), /- Editor: `` a `b` ``/);
  });
});

describe('A verification that came to nothing', () => {
  it('says how to get a TensorFlow where there is none', () => {
    const page = failedPage(l10n, 'train.py', 'there is no TensorFlow to run the program with');
    assert.match(textOf(page.body.source), /train\.py could not be verified .* What to do .* hublint runtime create tf2\.21/);
    assert.ok(page.actions.some((action) => action.kind === 'copy' && action.text === 'hublint runtime create tf2.21'));
  });

  it('says what runtimes there are where another one was named', () => {
    assert.deepEqual(remedies(l10n, 'nosuch: no such runtime; `hublint runtime list` tells what there is').map((one) => one.command), ['hublint runtime list']);
  });

  it('has no advice where none is known', () => {
    assert.deepEqual(remedies(l10n, 'hublint verify could not be started'), []);
  });
});

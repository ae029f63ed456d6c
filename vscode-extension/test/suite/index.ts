import { appendFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';

import Mocha from 'mocha';

import { required } from './given';

const secondsForOneTest = 60;

/** What VS Code calls, in its extension host, to run the tests. */
export async function run(): Promise<void> {
  const results = required('HUBLINT_TEST_RESULTS');
  const only = process.env['HUBLINT_TEST_ONLY'];
  const mocha = new Mocha({ ui: 'tdd', timeout: secondsForOneTest * 1000, ...(only === undefined ? {} : { grep: only }) });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs')) {
      mocha.addFile(path.join(__dirname, name));
    }
  }
  const tell = (state: string, test: Mocha.Test | Mocha.Hook, error?: Error): void => {
    const told = { state, title: test.fullTitle(), milliseconds: test.duration ?? 0, error: error?.stack };
    appendFileSync(results, `${JSON.stringify(told)}\n`);
  };
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => { tell('passed', test); })
      .on('pending', (test) => { tell('skipped', test); })
      .on('fail', (test, error: Error) => { tell('failed', test, error); });
  });
  if (failures > 0) {
    throw new Error(`${failures} tests failed`);
  }
}

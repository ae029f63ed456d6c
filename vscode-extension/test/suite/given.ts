import * as assert from 'node:assert/strict';

/**
 * What the run tells its tests through the environment.
 *
 * @throws Error if it has not.
 */
export function required(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: start the tests with \`python3 -m tests --only vscode\``);
  return value;
}

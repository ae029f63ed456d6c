import * as vscode from 'vscode';

import type { Bundle } from './bundle';
import { NoServerError, OLDEST_HUBLINT } from './decide';

/** What the user can do about a server that does not run. */
export type Remedy =
  /** Choose another Python. */
  | 'interpreter'
  /** Start it again. */
  | 'restart';

/** Why the server does not run, in a sentence for the user. */
export interface Failure {
  readonly reason: string;
  readonly remedy: Remedy;
}

/**
 * Says why the server could not be started.
 *
 * @param lastWord the last line that it wrote.
 */
export function failureOf(error: unknown, lastWord: string | undefined): Failure {
  if (error instanceof NoServerError) {
    const { obstacle } = error;
    return { reason: obstacle.kind === 'noPython' ? noPython(obstacle.bundle) : noBundle(), remedy: 'interpreter' };
  }
  const said = error instanceof Error ? error.message : String(error);
  const detail = lastWord === undefined || lastWord === '' ? said : lastWord;
  return { reason: vscode.l10n.t('hublint cannot start: {0}', detail), remedy: 'restart' };
}

/** Says that the server ended again and again. */
export function crashed(count: number, minutes: number, lastWord: string): Failure {
  const reason = vscode.l10n.t('hublint ended {0} times within {1} minutes, and is not started again.', count, minutes);
  return { reason: lastWord === '' ? reason : `${reason} ${lastWord}`, remedy: 'restart' };
}

function noPython(bundle: Bundle): string {
  return vscode.l10n.t(
    'hublint runs on CPython from {0} to {1} for {2}, and none was found here. Choose one in the setting hublint.interpreter.',
    bundle.pythons.at(0) ?? '',
    bundle.pythons.at(-1) ?? '',
    bundle.platform,
  );
}

function noBundle(): string {
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t('In an untrusted workspace only the hublint of the extension runs, and this build has none.');
  }
  return vscode.l10n.t(
    'This build of the extension has no hublint of its own: install hublint {0} or newer in the selected Python.',
    OLDEST_HUBLINT,
  );
}

import type { PythonEnvironment, PythonEnvironmentApi } from '@vscode/python-environments';
import type { PythonExtension } from '@vscode/python-extension';
import * as vscode from 'vscode';

import type { Candidate } from './candidate';
import { ExtensionApi } from './extensionApi';
import { compareVersions, releaseOf } from './facts';

/** Someone who knows which Python is selected, and which others there are. */
export interface Environments {
  /** Fires when its answers may be others than before. */
  readonly onDidChange: vscode.Event<void>;
  selected(folder: vscode.Uri | undefined): Promise<Candidate | undefined>;
  /** All that it knows, the newest first. */
  known(): Promise<readonly Candidate[]>;
  dispose(): void;
}

/** The Python Environments extension. */
export function environmentsExtension(log: vscode.LogOutputChannel): Environments {
  const api = new ExtensionApi<PythonEnvironmentApi>(
    'ms-python.vscode-python-envs',
    (exported) => (has<PythonEnvironmentApi>(exported, 'getEnvironment') ? exported : undefined),
    (told, changed) => [told.onDidChangeEnvironment(changed), told.onDidChangeEnvironments(changed)],
    log,
  );
  return {
    onDidChange: api.onDidChange,
    async selected(folder): Promise<Candidate | undefined> {
      const environment = await api.ask((told) => told.getEnvironment(folder));
      return environment === undefined ? undefined : candidateOf(environment, 'selected');
    },
    async known(): Promise<readonly Candidate[]> {
      const environments = (await api.ask((told) => told.getEnvironments('all'))) ?? [];
      return newestFirst(environments.map((environment) => candidateOf(environment, 'known')));
    },
    dispose(): void {
      api.dispose();
    },
  };
}

/** The Python extension. */
export function pythonExtension(log: vscode.LogOutputChannel): Environments {
  const api = new ExtensionApi<PythonExtension['environments']>(
    'ms-python.python',
    (exported) => {
      const environments = has<PythonExtension>(exported, 'environments') ? exported.environments : undefined;
      return has<PythonExtension['environments']>(environments, 'getActiveEnvironmentPath') ? environments : undefined;
    },
    (told, changed) => [told.onDidChangeActiveEnvironmentPath(changed), told.onDidChangeEnvironments(changed)],
    log,
  );
  return {
    onDidChange: api.onDidChange,
    selected(folder): Promise<Candidate | undefined> {
      return api.ask(async (told) => {
        const environment = await told.resolveEnvironment(told.getActiveEnvironmentPath(folder));
        const program = environment?.executable.uri?.fsPath;
        return program === undefined ? undefined : { words: [program], source: 'selected' as const };
      });
    },
    async known(): Promise<readonly Candidate[]> {
      const environments = (await api.ask((told) => told.known)) ?? [];
      const candidates = environments.flatMap(({ executable, version }) => {
        const program = executable.uri?.fsPath;
        const numbers = [version?.major, version?.minor, version?.micro].filter((one) => one !== undefined);
        return program === undefined ? [] : [{ words: [program], source: 'known' as const, version: known(numbers) }];
      });
      return newestFirst(candidates);
    },
    dispose(): void {
      api.dispose();
    },
  };
}

function candidateOf({ execInfo, version }: PythonEnvironment, source: 'selected' | 'known'): Candidate {
  const numbers = releaseOf(version);
  return {
    words: [execInfo.run.executable, ...(execInfo.run.args ?? [])],
    source,
    version: known(numbers),
  };
}

/** A version, if enough of it is known. */
function known(numbers: readonly number[]): readonly number[] | undefined {
  return numbers.length < 2 ? undefined : numbers;
}

function newestFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort((one, other) => compareVersions(other.version ?? [], one.version ?? []));
}

function has<Api>(exported: unknown, member: keyof Api & string): exported is Api {
  return typeof exported === 'object' && exported !== null && member in exported;
}

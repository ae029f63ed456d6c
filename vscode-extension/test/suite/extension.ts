import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import type { Api } from '../../src/extension';

/** The extension, which VS Code activates by itself as soon as it is wanted. */
export function extension(): vscode.Extension<Api> {
  const found = vscode.extensions.getExtension<Api>('hublint.hublint');
  assert.ok(found, 'VS Code does not know the extension');
  return found;
}

/** Waits until the language server answers. */
export async function ready(): Promise<void> {
  const api = await extension().activate();
  await api.ready;
}

/** Changes settings of hublint for a while. */
export async function withSettings(values: Readonly<Record<string, unknown>>, body: () => Promise<void>, scope?: vscode.Uri): Promise<void> {
  const target = scope === undefined ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.WorkspaceFolder;
  const set = async (name: string, value: unknown): Promise<void> => {
    await vscode.workspace.getConfiguration('hublint', scope).update(name, value, target);
  };
  try {
    for (const [name, value] of Object.entries(values)) {
      await set(name, value);
    }
    await body();
  } finally {
    for (const name of Object.keys(values)) {
      await set(name, undefined);
    }
  }
}

import * as os from 'node:os';

import * as vscode from 'vscode';

import { replacedIn, type Unknown } from './section';
import { type Meanings, programIn } from './variables';

/** The settings that say how the server is started, with their variables replaced. */
export interface StartSettings {
  readonly path: readonly string[];
  readonly interpreter: readonly string[];
  readonly importStrategy: 'fromEnvironment' | 'useBundled';
  readonly args: readonly string[];
  readonly unknown: readonly Unknown[];
}

/** The settings that decide how the server is started, and whether: all others reach it while it runs. */
export const startKeys = [
  'hublint.enable',
  'hublint.path',
  'hublint.interpreter',
  'hublint.importStrategy',
  'hublint.args',
  'python.defaultInterpreterPath',
] as const;

/** Reads how the server is to be started. It is one for all folders, so what the first folder says counts. */
export function readStartSettings(): StartSettings {
  const folder = firstFolder();
  const settings = vscode.workspace.getConfiguration('hublint', folder);
  const unknown: Unknown[] = [];
  const texts = (key: string): string[] => {
    const value = replacedIn(settings.get(key), `hublint.${key}`, meaningsFor(folder), unknown);
    const words: unknown[] = Array.isArray(value) ? value : [];
    return words.filter((one): one is string => typeof one === 'string' && one !== '');
  };
  const programs = (key: string): string[] => texts(key).map((one) => programIn(one, folder?.fsPath, process.platform));
  return {
    path: programs('path'),
    interpreter: programs('interpreter'),
    importStrategy: settings.get('importStrategy') === 'useBundled' ? 'useBundled' : 'fromEnvironment',
    args: texts('args'),
    unknown,
  };
}

/** Tells whether hublint is switched off in all folders. */
export function isSwitchedOff(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const scopes = folders.length > 0 ? folders.map((folder) => folder.uri) : [undefined];
  return scopes.every((scope) => !vscode.workspace.getConfiguration('hublint', scope).get<boolean>('enable', true));
}

/**
 * Reads `python.defaultInterpreterPath`, which belongs to another extension: where that is absent, nobody keeps a
 * workspace from setting it, so that an untrusted one does not count.
 */
export function readDefaultInterpreter(folder: vscode.Uri | undefined): string | undefined {
  const told = vscode.workspace.getConfiguration('python', folder).inspect<string>('defaultInterpreterPath');
  const ofWorkspace = vscode.workspace.isTrusted ? (told?.workspaceFolderValue ?? told?.workspaceValue) : undefined;
  const value = replacedIn(ofWorkspace ?? told?.globalValue, 'python.defaultInterpreterPath', meaningsFor(folder), []);
  return typeof value === 'string' && value !== '' ? programIn(value, folder?.fsPath, process.platform) : undefined;
}

/** What variables mean in the settings of a folder. */
export function meaningsFor(folder: vscode.Uri | undefined): Meanings {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const own = folder === undefined ? undefined : vscode.workspace.getWorkspaceFolder(folder);
  return {
    folders: folders.map(({ name, uri }) => ({ name, path: uri.fsPath })),
    folder: own?.uri.fsPath,
    home: os.homedir(),
    cwd: process.cwd(),
    env: process.env,
  };
}

/** The folder that counts where only one can. */
export function firstFolder(): vscode.Uri | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}

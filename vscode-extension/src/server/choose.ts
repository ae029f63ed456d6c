import { mkdir, realpath } from 'node:fs/promises';
import * as path from 'node:path';

import * as vscode from 'vscode';

import type { Interpreters } from '../python/interpreters';
import { probe } from '../python/probe';
import { which } from '../python/which';
import { firstFolder, readStartSettings } from '../settings/read';
import type { Warnings } from '../settings/warnings';
import { readBundle } from './bundle';
import { decide, NoServerError, type ServerCommand } from './decide';

export type { ServerCommand } from './decide';

/**
 * Finds out how to start the server, and writes into the log how it came to that.
 *
 * @throws NoServerError if no hublint can be run.
 */
export async function chooseServer(
  context: vscode.ExtensionContext,
  interpreters: Interpreters,
  warnings: Warnings,
  log: vscode.LogOutputChannel,
  signal: AbortSignal,
): Promise<ServerCommand> {
  const settings = readStartSettings();
  warnings.tellUnknown(settings.unknown);
  const [script, cwd] = [context.asAbsolutePath(path.join('python', 'probe.py')), await neutralFolder(context)];
  const situation = {
    ...settings,
    trusted: vscode.workspace.isTrusted,
    folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    platform: process.platform,
    bundle: await readBundle(context.extensionPath),
    launcher: context.asAbsolutePath(path.join('python', 'launch.py')),
  };
  try {
    const { command, notes, missing } = await decide(situation, {
      program: (name) => which(name, process.env),
      selected: () => interpreters.selected(firstFolder()),
      others: () => interpreters.others(),
      probe: (words) => probe(words, script, cwd, signal),
      realPath: (file) => realpath(file).catch(() => file),
    });
    write(notes, log);
    if (missing.length > 0) {
      warnings.tellOnce(vscode.l10n.t('hublint.path: there is none of these programs: {0}', missing.join(', ')));
    }
    return command;
  } catch (error) {
    write(error instanceof NoServerError ? error.notes : [], log);
    throw error;
  }
}

/**
 * The folder in which Pythons are started. It is ours alone: what is open in the editor may hold a `json.py` or a
 * `.python-version`, and the folder for temporary files is everybody's.
 */
export async function neutralFolder(context: vscode.ExtensionContext): Promise<string> {
  const folder = context.globalStorageUri.fsPath;
  await mkdir(folder, { recursive: true });
  return folder;
}

function write(notes: readonly string[], log: vscode.LogOutputChannel): void {
  for (const note of notes) {
    log.info(note);
  }
}

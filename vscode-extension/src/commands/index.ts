import * as vscode from 'vscode';

import { interceptors } from '../server/intercept';
import type { Session } from '../server/session';
import { answer } from '../telling';
import { Reports } from '../views/reports';
import { Texts } from '../views/texts';
import { showDebugInformation } from './debug';
import { codeOf, explainRule, showPage } from './explain';
import { fixAll } from './fixAll';
import { MigrationView } from './migration';
import { chooseModel, watchModelFolders } from './models';
import { type Subject, Verifier } from './verify';
import { checkAllFiles } from './workspace';

/** Registers what stands in the command palette and in menus, and what lenses and quick fixes run. */
export function registerCommands(
  context: vscode.ExtensionContext,
  session: Session,
  log: vscode.LogOutputChannel,
): { dispose(): unknown }[] {
  const texts = new Texts();
  const reports: Reports = new Reports(context.extensionUri, {
    again: (target) => verifier.again(target),
    explain: (code) => explainRule(session, texts, code),
    showText: (name, text) => texts.show(name, text),
  });
  const verifier: Verifier = new Verifier(session, log, reports);
  const migration = new MigrationView(context.extensionUri, session, texts);
  interceptors.set('hublint.verify', (argument) => verifyFromLens(verifier, argument));
  interceptors.set('hublint.explain', async (argument) => {
    const code = codeOf(argument);
    return code === undefined ? undefined : showPage(session, texts, code);
  });
  const commands: Readonly<Record<string, (argument: unknown) => unknown>> = {
    // What goes wrong is told by whoever watches the session.
    'hublint.restart': () => session.restart().catch(() => undefined),
    'hublint.showLogs': () => {
      log.show();
    },
    'hublint.fixAll': () => fixAll(session),
    'hublint.verifyFile': (argument) => verifyFile(verifier, argument),
    'hublint.verifyModel': (argument) => verifyModel(verifier, argument),
    'hublint.explainRule': (argument) => explainRule(session, texts, argument),
    'hublint.checkAllFiles': () => checkAllFiles(session),
    'hublint.showMigrationStatus': () => migration.show(),
    'hublint.showDebugInformation': () => showDebugInformation(context, session),
    // In no menu: the status bar runs it.
    'hublint.showReport': (target) => {
      if (typeof target === 'string') {
        reports.show(target, false);
      }
    },
  };
  const registered = Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run));
  return [texts, reports, verifier, migration, watchModelFolders(), ...registered];
}

/** Verifies the program that is being edited, or one that a menu names. */
async function verifyFile(verifier: Verifier, argument: unknown): Promise<void> {
  const active = vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri;
  const uri = argument instanceof vscode.Uri ? argument : active;
  if (uri === undefined || !/\.(py|ipynb)$/.test(uri.path)) {
    await answer('information', vscode.l10n.t('Open a Python file or a notebook that exports a model, to verify what it exports.'));
    return;
  }
  await verifier.verify({ uri: String(uri) }, 'command');
}

async function verifyModel(verifier: Verifier, argument: unknown): Promise<void> {
  const uri = await chooseModel(argument);
  if (uri !== undefined) {
    await verifier.verify({ uri: String(uri) }, 'command');
  }
}

function verifyFromLens(verifier: Verifier, argument: unknown): Promise<unknown> {
  const { uri, model } = (argument ?? {}) as { uri?: unknown; model?: unknown };
  if (typeof uri !== 'string') {
    return Promise.resolve(undefined);
  }
  const subject: Subject = typeof model === 'string' ? { uri, model } : { uri };
  return verifier.verify(subject, 'lens');
}

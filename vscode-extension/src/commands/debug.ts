import * as vscode from 'vscode';

import type { Session, State } from '../server/session';
import { debugReport, type Told } from './debugReport';
import { runs } from './asking';

/** Opens what whoever reports a fault is asked for: as text, to be read and shortened before it is sent. */
export async function showDebugInformation(context: vscode.ExtensionContext, session: Session): Promise<void> {
  const server = (await runs(session)) ? await session.ask<{ report: string }>('hublint.debugInformation', {}).catch(failed) : undefined;
  const text = debugReport(vscode.l10n, {
    extension: (context.extension.packageJSON as { version: string }).version,
    editor: `${vscode.env.appName} ${vscode.version}`,
    remote: vscode.env.remoteName ?? '',
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    trusted: vscode.workspace.isTrusted,
    folders: vscode.workspace.workspaceFolders?.length ?? 0,
    server: serverLines(session.state),
    settings: changedSettings(context),
    report: server?.report ?? '',
  });
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  await vscode.window.showTextDocument(document);
}

function failed(error: unknown): { report: string } {
  return { report: error instanceof Error ? error.message : String(error) };
}

function serverLines(state: State): Told {
  if (state.kind === 'running') {
    const { command, version } = state;
    return [
      ['Version', version],
      ['Command', [command.executable, ...command.args].join(' ')],
      ['Origin', command.origin],
    ];
  }
  return [['State', state.kind === 'failed' ? `${state.kind}: ${state.reason}` : state.kind]];
}

/** The settings that somebody has changed, with where: those of the user, the workspace, each folder. */
function changedSettings(context: vscode.ExtensionContext): [string, unknown][] {
  const manifest = context.extension.packageJSON as { contributes: { configuration: { properties: Record<string, unknown> } } };
  const folders = vscode.workspace.workspaceFolders ?? [];
  return Object.keys(manifest.contributes.configuration.properties).flatMap((key) => {
    const everywhere = vscode.workspace.getConfiguration().inspect(key);
    const inFolders = folders.map((folder): [string, unknown] => [
      `${key} (${folder.name})`,
      vscode.workspace.getConfiguration(undefined, folder).inspect(key)?.workspaceFolderValue,
    ]);
    const told: [string, unknown][] = [[`${key} (user)`, everywhere?.globalValue], [`${key} (workspace)`, everywhere?.workspaceValue], ...inFolders];
    return told.filter(([, value]) => value !== undefined);
  });
}

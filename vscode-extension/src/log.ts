import * as vscode from 'vscode';

/** Opens the output channel, in which the extension and the server write. Its level is set by its own menu. */
export function openLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('hublint', { log: true });
}

import * as vscode from 'vscode';
import type { ConfigurationMiddleware } from 'vscode-languageclient/node';

/** What the server is told when it starts: the settings of the window, and whether it may run programs. */
export function initialSettings(): object {
  return { settings: { ...vscode.workspace.getConfiguration('hublint'), trusted: vscode.workspace.isTrusted } };
}

/** Answers the server's questions for settings. */
export const configuration: NonNullable<ConfigurationMiddleware['configuration']> = async (params, token, next) => {
  return next(params, token);
};

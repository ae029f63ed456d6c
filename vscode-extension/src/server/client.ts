import * as vscode from 'vscode';

import { LanguageClient, type LanguageClientOptions, RevealOutputChannelOn, type ServerOptions } from 'vscode-languageclient/node';

import { configuration, initialSettings } from '../settings/sent';
import { languages } from './languages';
import type { ServerCommand } from './choose';

/** Makes the client that speaks with the server; nothing is started yet. */
export function createClient(command: ServerCommand, log: vscode.LogOutputChannel): LanguageClient {
  const server: ServerOptions = {
    command: command.executable,
    args: [...command.args],
    options: { env: environment() },
  };
  const client: LanguageClientOptions = {
    documentSelector: [...languages],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: initialSettings,
    middleware: { workspace: { configuration } },
  };
  return new LanguageClient('hublint', 'hublint', server, client);
}

/** The environment of the server: ours, without what would break its output into pieces. */
function environment(): NodeJS.ProcessEnv {
  const variables = { ...process.env };
  delete variables['PYTHONUNBUFFERED'];
  return variables;
}

import * as vscode from 'vscode';

import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  ShowMessageRequest,
} from 'vscode-languageclient/node';

import type { SentSettings } from '../settings/sent';
import { executeCommand } from './intercept';
import { languages } from './languages';
import { askUser, messages } from './messages';

/**
 * Makes the client that speaks with the server; nothing is started yet.
 *
 * @param server starts the server.
 * @param initial the settings that it is told first.
 */
export function createClient(
  server: ServerOptions,
  initial: object,
  sent: SentSettings,
  log: vscode.LogOutputChannel,
): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [...languages],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: initial,
    middleware: { executeCommand, workspace: { configuration: sent.configuration } },
    connectionOptions: { messageStrategy: messages },
    // Whoever starts the server starts it again, and says why it cannot be started.
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (_error, _message, count) => {
        const action = (count ?? 0) <= MOST_ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown;
        return { action, handled: true };
      },
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
    // What the server writes is read by whoever has started it.
    stdioOptions: { stdout: () => undefined, stderr: () => undefined },
  };
  const client = new QuietClient('hublint', 'hublint', server, options);
  client.onRequest(ShowMessageRequest.type, (params) => askUser(params, log));
  return client;
}

/** How many messages in a row may fail to be sent or read. */
const MOST_ERRORS = 3;

/** A client that writes what goes wrong into the log, and leaves it to us to trouble the user with it. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

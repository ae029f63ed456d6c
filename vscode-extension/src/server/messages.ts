import * as vscode from 'vscode';
import type { LanguageClientOptions, Message, MessageActionItem, ShowMessageRequestParams } from 'vscode-languageclient/node';

import { mayPopUp } from '../telling';

type Strategy = NonNullable<NonNullable<LanguageClientOptions['connectionOptions']>['messageStrategy']>;

/**
 * Hands on what comes from the server. All messages for the user go into the log; those that the user wants to see pop
 * up, too. It is done here because some come before the server has answered that it is there.
 */
export const messages: Strategy = {
  handleMessage(message, next) {
    const type = typeOfMessage(message);
    if (type === undefined) {
      return next(message);
    }
    const logged = next({ ...message, method: 'window/logMessage' } as Message);
    return mayPopUp(type) ? next(message) : logged;
  },
};

/** Asks the user what the server wants to know, if the user wants to see questions as grave as this one. */
export async function askUser(
  params: ShowMessageRequestParams,
  log: vscode.LogOutputChannel,
): Promise<MessageActionItem | null> {
  log.info(params.message);
  if (!mayPopUp(params.type)) {
    return null;
  }
  const { window } = vscode;
  const show = { 1: window.showErrorMessage, 2: window.showWarningMessage }[params.type as number];
  return (await (show ?? window.showInformationMessage)<MessageActionItem>(params.message, ...(params.actions ?? []))) ?? null;
}

/** How grave a message for the user is; undefined for everything else. */
function typeOfMessage(message: Message): number | undefined {
  const { method, params } = message as { method?: unknown; params?: { type?: unknown } };
  return method === 'window/showMessage' && typeof params?.type === 'number' ? params.type : undefined;
}

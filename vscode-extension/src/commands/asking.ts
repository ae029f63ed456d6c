import * as vscode from 'vscode';

import type { Session } from '../server/session';
import { answerNotRunning } from '../telling';

/**
 * Has the server run one of its commands for somebody who waits for it; a server that is starting is waited for.
 *
 * @returns What it answers, or undefined where it cannot be asked or fails: the person has been told why.
 */
export async function ask<Answer>(session: Session, command: string, argument: object): Promise<Answer | undefined> {
  await settled(session);
  try {
    return await session.ask<Answer>(command, argument);
  } catch (error) {
    await answerNotRunning(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Whether the server runs, once it has had the time to start. */
export async function runs(session: Session): Promise<boolean> {
  await settled(session);
  return session.state.kind === 'running';
}

function settled(session: Session): Promise<void> {
  return new Promise((resolve) => {
    let watching: vscode.Disposable | undefined = undefined;
    const look = (): void => {
      if (session.state.kind !== 'starting') {
        watching?.dispose();
        resolve();
      }
    };
    watching = session.onDidChangeState(look);
    look();
  });
}

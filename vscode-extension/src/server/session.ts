import * as vscode from 'vscode';

import type { LanguageClient } from 'vscode-languageclient/node';

import { createClient } from './client';
import { chooseServer, type ServerCommand } from './choose';

/** What the server is doing, for the status item. */
export type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly version: string; readonly command: ServerCommand }
  | { readonly kind: 'failed'; readonly reason: string };

/** The one language server of a window: started, stopped and started again, one after the other. */
export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  private current: State = { kind: 'stopped' };
  private client: LanguageClient | undefined;
  /** Ends when all starts and stops that were asked for have been made. */
  private queue: Promise<void> = Promise.resolve();

  /** Fires with each new state. */
  readonly onDidChangeState = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): State {
    return this.current;
  }

  /**
   * Starts the server.
   *
   * @throws Error with one sentence for the user if it cannot be started.
   */
  start(): Promise<void> {
    return this.inTurn(() => this.startNow());
  }

  /** Stops the server, if it runs, and starts it with the settings and the interpreter of now. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopNow());
  }

  /**
   * Has the server run one of its commands.
   *
   * @throws Error if it does not run.
   */
  async ask<Answer>(command: string, argument: object, token?: vscode.CancellationToken): Promise<Answer> {
    const client = this.client;
    if (this.current.kind !== 'running' || client === undefined) {
      throw new Error(vscode.l10n.t('hublint is not running.'));
    }
    const request = { command, arguments: [argument] };
    return client.sendRequest<Answer>('workspace/executeCommand', request, token);
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.queue.then(step);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async startNow(): Promise<void> {
    this.become({ kind: 'starting' });
    try {
      const command = await chooseServer(this.context, this.log);
      const client = createClient(command, this.log);
      this.client = client;
      await client.start();
      const version = client.initializeResult?.serverInfo?.version ?? '';
      this.become({ kind: 'running', version, command });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.error(reason);
      this.become({ kind: 'failed', reason });
      throw error;
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      await client.dispose();
    }
    this.become({ kind: 'stopped' });
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }
}

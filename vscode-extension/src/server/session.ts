import * as vscode from 'vscode';

import {
  DidChangeConfigurationNotification,
  type LanguageClient,
  State as ClientState,
} from 'vscode-languageclient/node';

import { pythonEnvironment } from '../python/environment';
import type { Interpreters } from '../python/interpreters';
import { within } from '../python/within';
import { isSwitchedOff } from '../settings/read';
import { SentSettings } from '../settings/sent';
import { Warnings } from '../settings/warnings';
import { chooseServer, neutralFolder, type ServerCommand } from './choose';
import { createClient } from './client';
import { Crashes } from './crashes';
import { isSameCommand } from './decide';
import { crashed, type Failure, failureOf } from './failure';
import { ServerProcess } from './process';

/** What the server is doing, for the status item. */
export type State =
  | { readonly kind: 'stopped' }
  /** Switched off by `hublint.enable` in all folders. */
  | { readonly kind: 'disabled' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly version: string; readonly command: ServerCommand }
  | ({ readonly kind: 'failed' } & Failure);

/** How long a server may take until it answers for the first time. */
const START_PATIENCE = 60_000;
/** How long it may take to end in an orderly way. */
const STOP_PATIENCE = 2000;

/** The one language server of a window: started, stopped and started again, one after the other. */
export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  private readonly warnings: Warnings;
  private readonly sent: SentSettings;
  private readonly crashes = new Crashes();
  private current: State = { kind: 'stopped' };
  private client: LanguageClient | undefined;
  private server: ServerProcess | undefined;
  /** Ends the start, or the choice, that is being made. */
  private starting: AbortController | undefined;
  private isDisposed = false;
  /** Ends when all starts and stops that were asked for have been made. */
  private queue: Promise<void> = Promise.resolve();

  /** Fires with each new state. */
  readonly onDidChangeState = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly interpreters: Interpreters,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.warnings = new Warnings(log);
    this.sent = new SentSettings(interpreters, this.warnings, log);
  }

  get state(): State {
    return this.current;
  }

  /**
   * Starts the server.
   *
   * @throws Error with one sentence for the user if it cannot be started.
   */
  start(): Promise<void> {
    return this.inTurn(async () => {
      if (this.client === undefined) {
        await this.startNow();
      }
    });
  }

  /** Stops the server, if it runs, and starts it with the settings and the interpreter of now. */
  restart(): Promise<void> {
    this.crashes.forget();
    return this.inTurn(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  /** Starts the server again if by now it would be started in another way; else tells it what is set now. */
  reconsider(): Promise<void> {
    return this.inTurn(async () => {
      if (this.current.kind === 'running' && !isSwitchedOff()) {
        const { command } = this.current;
        const chosen = await this.choose(new AbortController().signal).catch(() => undefined);
        if (chosen !== undefined && isSameCommand(chosen, command)) {
          await this.tellSettings();
          return;
        }
      }
      await this.stopNow();
      await this.startNow();
    });
  }

  /** Tells the server that settings have changed which VS Code does not know of. */
  async tellSettings(): Promise<void> {
    if (this.current.kind === 'running') {
      await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    }
  }

  stop(): Promise<void> {
    this.starting?.abort();
    return this.inTurn(() => this.stopNow());
  }

  /** The client of a server that runs, for what is asked of it otherwise than by a command. */
  get running(): LanguageClient | undefined {
    return this.current.kind === 'running' ? this.client : undefined;
  }

  /**
   * Has the server run one of its commands.
   *
   * @throws Error if it does not run.
   */
  async ask<Answer>(command: string, argument: object, token?: vscode.CancellationToken): Promise<Answer> {
    const client = this.client;
    if (this.current.kind !== 'running' || client === undefined) {
      throw new Error(whyNot(this.current));
    }
    const request = { command, arguments: [argument] };
    // A token that is undefined would be sent as a second parameter.
    return token === undefined
      ? client.sendRequest<Answer>('workspace/executeCommand', request)
      : client.sendRequest<Answer>('workspace/executeCommand', request, token);
  }

  dispose(): void {
    this.isDisposed = true;
    void this.stop();
    this.changed.dispose();
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.queue.then(step);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async startNow(): Promise<void> {
    if (this.isDisposed) {
      return;
    }
    if (isSwitchedOff()) {
      this.become({ kind: 'disabled' });
      return;
    }
    this.become({ kind: 'starting' });
    const starting = new AbortController();
    this.starting = starting;
    try {
      const command = await this.choose(starting.signal);
      const version = await this.run(command, starting.signal);
      this.become({ kind: 'running', version, command });
    } catch (error) {
      if (starting.signal.aborted) {
        await this.stopNow();
        return;
      }
      const server = this.server;
      await this.abandon();
      const failure = failureOf(error, server?.lastWord);
      this.log.error(failure.reason);
      this.become({ kind: 'failed', ...failure });
      throw new Error(failure.reason, { cause: error });
    } finally {
      this.starting = undefined;
    }
  }

  private choose(signal: AbortSignal): Promise<ServerCommand> {
    return chooseServer(this.context, this.interpreters, this.warnings, this.log, signal);
  }

  /** Starts a server and waits until it answers; returns its version. */
  private async run(command: ServerCommand, signal: AbortSignal): Promise<string> {
    this.log.info(`Starting ${[command.executable, ...command.args].join(' ')}`);
    const [initial, cwd] = [await this.sent.initial(), await neutralFolder(this.context)];
    signal.throwIfAborted();
    const env = pythonEnvironment(process.env, process.platform);
    const server = await ServerProcess.start(command, env, cwd, this.log);
    this.server = server;
    signal.addEventListener('abort', () => {
      server.kill();
    });
    const client = createClient(() => Promise.resolve(server.child), initial, this.sent, this.log);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client && newState === ClientState.Stopped) {
        this.ended(server);
      }
    });
    // Of a server that ended before the client was connected, the client never learns.
    const ended = server.ended.then((): never => {
      throw new Error(vscode.l10n.t('The server has ended.'));
    });
    const started = await within(START_PATIENCE, Promise.race([client.start(), ended]));
    if (started.kind === 'late') {
      server.kill();
      throw new Error(vscode.l10n.t('It does not answer within {0} seconds.', START_PATIENCE / 1000));
    }
    return client.initializeResult?.serverInfo?.version ?? '';
  }

  /** The server has ended though nobody asked it to. */
  private ended(server: ServerProcess): void {
    void this.inTurn(async () => {
      if (this.server !== server) {
        return; // it was stopped or started again meanwhile
      }
      await this.abandon();
      if (this.crashes.mayRestart(Date.now())) {
        this.log.warn('The server has ended unexpectedly; it is started again.');
        await this.startNow();
        return;
      }
      const failure = crashed(this.crashes.most + 1, this.crashes.span / 60_000, server.lastWord);
      this.log.error(failure.reason);
      this.become({ kind: 'failed', ...failure });
    }).catch(() => undefined);
  }

  private async stopNow(): Promise<void> {
    const { client, server } = this;
    this.client = undefined;
    this.server = undefined;
    try {
      await client?.dispose(STOP_PATIENCE);
    } catch (error) {
      this.log.debug(`Ending the server: ${String(error)}`);
    }
    await server?.end(STOP_PATIENCE);
    if (this.current.kind !== 'stopped') {
      this.become({ kind: 'stopped' });
    }
  }

  /** Leaves a server that cannot be spoken with any more. */
  private async abandon(): Promise<void> {
    const { client, server } = this;
    this.client = undefined;
    this.server = undefined;
    // Of one that never answered, the client knows nothing that could be ended.
    await client?.dispose().catch(() => undefined);
    await server?.end(STOP_PATIENCE);
  }

  private become(state: State): void {
    this.current = state;
    if (!this.isDisposed) {
      this.changed.fire(state);
    }
  }
}

/** Says why a server that does not run cannot be asked. */
function whyNot(state: State): string {
  switch (state.kind) {
    case 'failed':
      return state.reason;
    case 'disabled':
      return vscode.l10n.t('hublint is switched off by the setting hublint.enable.');
    case 'starting':
      return vscode.l10n.t('hublint is starting; try again in a moment.');
    case 'running':
    case 'stopped':
      return vscode.l10n.t('hublint is not running.');
  }
}

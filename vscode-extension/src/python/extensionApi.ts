import * as vscode from 'vscode';

import { within } from './within';

/** Other extensions may take long to start, or for ever; ours goes on without them, and comes back once they are there. */
const PATIENCE = 10_000;
/** One that has started answers at once, unless it hangs; the server waits for its settings meanwhile. */
const ANSWER = 5000;

/** The API of another extension, which may be absent, may come later, and may never answer. */
export class ExtensionApi<Api> implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];
  /** Of the extension that is installed now; undefined before it was asked for, and once it is gone. */
  private starting: Promise<Api | undefined> | undefined;
  private isLate = false;

  /** Fires when what the API answers may be another, and when there is an API for the first time. */
  readonly onDidChange = this.changed.event;

  /**
   * @param id the extension.
   * @param read checks what an extension exports: it may be another release than we know, or switched off by a setting.
   * @param listen tells which of its events mean that its answers may change.
   */
  constructor(
    private readonly id: string,
    private readonly read: (exported: unknown) => Api | undefined,
    private readonly listen: (api: Api, changed: () => void) => readonly vscode.Disposable[],
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions.push(
      vscode.extensions.onDidChange(() => {
        const isInstalled = vscode.extensions.getExtension(this.id) !== undefined;
        if (isInstalled !== (this.starting !== undefined)) {
          this.starting = undefined;
          this.changed.fire();
        }
      }),
    );
  }

  /** Asks the API; undefined where there is none, and where it does not answer in time. */
  async ask<Answer>(question: (api: Api) => Promise<Answer> | Answer): Promise<Answer | undefined> {
    // What was late once is waited for no longer: it is asked again when it has come.
    const api = await within(this.isLate ? 0 : PATIENCE, this.start());
    if (api.kind === 'late') {
      this.isLate = true;
      this.log.warn(`${this.id} has not started yet: going on without it.`);
      return undefined;
    }
    if (api.value === undefined) {
      return undefined;
    }
    try {
      const answer = await within(ANSWER, Promise.resolve(question(api.value)));
      if (answer.kind === 'late') {
        this.log.warn(`${this.id} does not answer: going on without it.`);
        return undefined;
      }
      return answer.value;
    } catch (error) {
      this.log.warn(`${this.id} cannot answer: ${String(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.changed.dispose();
  }

  private start(): Promise<Api | undefined> {
    const extension = vscode.extensions.getExtension<unknown>(this.id);
    if (extension === undefined) {
      return Promise.resolve(undefined);
    }
    this.starting ??= this.activate(extension);
    return this.starting;
  }

  private async activate(extension: vscode.Extension<unknown>): Promise<Api | undefined> {
    try {
      const api = this.read(await extension.activate());
      if (api === undefined) {
        this.log.info(`${this.id} tells nothing of environments: going on without it.`);
        return undefined;
      }
      this.subscriptions.push(
        ...this.listen(api, () => {
          this.changed.fire();
        }),
      );
      if (this.isLate) {
        this.isLate = false;
        this.changed.fire();
      }
      return api;
    } catch (error) {
      this.log.warn(`${this.id} cannot be started: ${String(error)}`);
      return undefined;
    }
  }
}

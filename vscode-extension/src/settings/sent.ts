import * as vscode from 'vscode';
import type { ConfigurationMiddleware } from 'vscode-languageclient/node';

import type { Interpreters } from '../python/interpreters';
import { firstFolder, meaningsFor } from './read';
import { type Section, sectionSent } from './section';
import type { Warnings } from './warnings';

/** What the server is told of the settings. */
export class SentSettings {
  constructor(
    private readonly interpreters: Interpreters,
    private readonly warnings: Warnings,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** What it is told when it starts: the settings of the window, and whether it may run programs. */
  async initial(): Promise<object> {
    return { settings: await this.section(firstFolder()) };
  }

  /** Answers its questions for settings: those of each folder. */
  readonly configuration: NonNullable<ConfigurationMiddleware['configuration']> = async (params, token, next) => {
    const answers = await next(params, token);
    if (!Array.isArray(answers)) {
      return answers;
    }
    return Promise.all(
      params.items.map((item, index): unknown => {
        const folder = item.scopeUri === undefined ? firstFolder() : vscode.Uri.parse(item.scopeUri);
        return item.section === 'hublint' ? this.section(folder) : answers[index];
      }),
    );
  };

  private async section(folder: vscode.Uri | undefined): Promise<Section> {
    const settings = vscode.workspace.getConfiguration(undefined, folder).get<Section>('hublint', {});
    const trusted = vscode.workspace.isTrusted;
    const told = {
      trusted,
      interpreter: trusted ? await this.interpreters.ofProject(folder) : undefined,
      logLevel: this.logLevel(),
    };
    const { sent, unknown } = sectionSent(settings, told, meaningsFor(folder));
    this.warnings.tellUnknown(unknown);
    return sent;
  }

  /** How much the server is to log: as much as the channel shows, unless the settings say. */
  private logLevel(): string | undefined {
    const set = vscode.workspace.getConfiguration('hublint').inspect<string>('logLevel');
    const isSet = [set?.globalValue, set?.workspaceValue, set?.workspaceFolderValue].some((one) => one !== undefined);
    return isSet ? undefined : LEVELS[this.log.logLevel];
  }
}

const LEVELS: Readonly<Record<vscode.LogLevel, string>> = {
  [vscode.LogLevel.Off]: 'error',
  [vscode.LogLevel.Trace]: 'debug',
  [vscode.LogLevel.Debug]: 'debug',
  [vscode.LogLevel.Info]: 'info',
  [vscode.LogLevel.Warning]: 'warning',
  [vscode.LogLevel.Error]: 'error',
};

import * as vscode from 'vscode';

import { tell } from '../telling';
import type { Unknown } from './section';

/** Says what is wrong with settings, each thing once. */
export class Warnings {
  private readonly told = new Set<string>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  tellUnknown(unknown: readonly Unknown[]): void {
    for (const { key, variable } of unknown) {
      this.tellOnce(vscode.l10n.t('{0}: {1} is unknown here, and stays as it is written.', key, variable));
    }
  }

  tellOnce(sentence: string): void {
    if (this.told.has(sentence)) {
      return;
    }
    this.told.add(sentence);
    tell(this.log, 'warning', sentence);
  }
}

import * as vscode from 'vscode';

import type { Session } from '../server/session';
import { answer, GRAVITIES, mayPopUp, type Offered, tell } from '../telling';
import type { ReportDocument } from '../views/report/document';
import { remedies } from '../views/report/failed';
import { judged, tally } from '../views/report/facts';
import { counted } from '../views/report/headline';
import { lastPart } from '../views/report/parts';
import { type Reports, selectInterpreter } from '../views/reports';
import { ask } from './asking';

/** What is verified: a program, or a model; of a program, `model` is one that it loads. */
export interface Subject {
  readonly uri: string;
  readonly model?: string;
}

/** What `hublint.verify` answers. */
interface Verified {
  readonly error?: string;
  readonly agree: boolean;
  readonly summary: string;
  readonly report: string;
  readonly document: ReportDocument;
  readonly folder?: string;
  readonly target: string;
  readonly again: string;
}

/** How long the status bar says that all is well. */
const SHOWN_FOR = 30_000;

/**
 * Verifies, and tells what came out as quietly as it can.
 *
 * Whoever runs a command looks for an answer and gets the report. Whoever clicks on a lens reads the verdict on the line:
 * if all is well, the status bar says so, and that is all (unless `hublint.showNotifications` is `always`). If not, the
 * report opens beside the file, which keeps the focus. A report that is open is always renewed. What could not be
 * verified at all pops up as an error, or stands in the report of whoever ran a command.
 */
export class Verifier {
  private readonly subjects = new Map<string, Subject>();
  private readonly said: vscode.StatusBarItem;
  private silence: NodeJS.Timeout | undefined;

  constructor(
    private readonly session: Session,
    private readonly log: vscode.LogOutputChannel,
    private readonly reports: Reports,
  ) {
    this.said = vscode.window.createStatusBarItem('hublint.verdict', vscode.StatusBarAlignment.Left, -10);
    this.said.name = vscode.l10n.t('hublint: Verdict');
  }

  /**
   * Verifies a program or a model.
   *
   * @param asked By what: a command, or a lens, which shows the verdict itself.
   * @returns What the server answers; undefined if nothing was run, or somebody has cancelled it.
   */
  async verify(subject: Subject, asked: 'command' | 'lens'): Promise<unknown> {
    if (!vscode.workspace.isTrusted) {
      await answerUntrusted();
      return undefined;
    }
    const saved = await savedAs(subject.uri);
    if (saved === undefined) {
      return undefined;
    }
    const now = { ...subject, uri: saved };
    const target = now.model ?? vscode.Uri.parse(now.uri, true).fsPath;
    this.subjects.set(target, now);
    return this.run(target, now, asked);
  }

  /** Does once more what a report tells of. */
  async again(target: string): Promise<void> {
    const subject = this.subjects.get(target);
    if (subject !== undefined) {
      await this.verify(subject, 'command');
    }
  }

  dispose(): void {
    clearTimeout(this.silence);
    this.said.dispose();
  }

  private async run(target: string, subject: Subject, asked: 'command' | 'lens'): Promise<unknown> {
    const { reports } = this;
    const before = reports.of(target);
    if (before?.kind === 'running') {
      reports.show(target, true);
      return undefined;
    }
    reports.take(target, { kind: 'running' });
    const begun = Date.now();
    const verified = await ask<Verified | null>(this.session, 'hublint.verify', { ...subject, quiet: true });
    if (verified === undefined || verified === null) {
      reports.restore(target, before);
      return undefined;
    }
    if (verified.error !== undefined) {
      reports.take(target, { kind: 'failed', error: verified.error });
      this.tellFailed(target, verified.error, asked);
      return verified;
    }
    const verification = {
      document: verified.document,
      folder: verified.folder ?? '',
      again: verified.again,
      seconds: (Date.now() - begun) / 1000,
      when: new Date().toLocaleString(vscode.env.language),
    };
    reports.take(target, { kind: 'told', verification, markdown: verified.report });
    this.tellVerdict(target, verified, asked);
    return verified;
  }

  private tellVerdict(target: string, verified: Verified, asked: 'command' | 'lens'): void {
    const { reports } = this;
    const sentence = `${lastPart(target)}: ${verdict(verified)}`;
    this.log.info(sentence);
    if (!verified.agree || asked === 'command') {
      reports.show(target, true);
      return;
    }
    if (mayPopUp(GRAVITIES.information)) {
      const show: Offered = new Map([
        [
          vscode.l10n.t('Show Report'),
          () => {
            reports.show(target, false);
          },
        ],
      ]);
      void answer('information', sentence, show);
      return;
    }
    this.sayInStatusBar(target, sentence);
  }

  private sayInStatusBar(target: string, sentence: string): void {
    this.said.text = `$(pass) ${sentence.replaceAll('$(', '$\u200b(')}`;
    this.said.tooltip = vscode.l10n.t('Show the report of hublint');
    this.said.command = { title: vscode.l10n.t('Show Report'), command: 'hublint.showReport', arguments: [target] };
    this.said.show();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.said.hide();
    }, SHOWN_FOR);
  }

  private tellFailed(target: string, error: string, asked: 'command' | 'lens'): void {
    const { reports } = this;
    const sentence = vscode.l10n.t('{0} could not be verified: {1}', lastPart(target), error);
    if (asked === 'command' || reports.isOpen(target)) {
      this.log.error(sentence);
      reports.show(target, true);
      return;
    }
    const offered = new Map<string, () => unknown>();
    if (remedies(vscode.l10n, error).length > 0) {
      offered.set(vscode.l10n.t('What to Do'), () => {
        reports.show(target, false);
      });
    }
    if (error.includes('TensorFlow')) {
      offered.set(vscode.l10n.t('Select Interpreter'), selectInterpreter);
    }
    offered.set(vscode.l10n.t('Show Logs'), () => {
      this.log.show();
    });
    tell(this.log, 'error', sentence, offered);
  }
}

/** Says in a few words what came out: `verified on CPU:0, 12 promises kept`. */
function verdict(verified: Verified): string {
  const { models } = verified.document;
  const promises = tally(models.flatMap(judged));
  const devices = [...new Set(models.flatMap((model) => model.behaviours.map((behaviour) => behaviour.device)))];
  if (promises.kept + promises.broken === 0) {
    return verified.summary;
  }
  return devices.length === 0
    ? counted(vscode.l10n, promises)
    : vscode.l10n.t('verified on {0}, {1}', devices.join(', '), counted(vscode.l10n, promises));
}

async function answerUntrusted(): Promise<void> {
  await answer(
    'warning',
    vscode.l10n.t('To verify is to run programs. Trust this workspace to run its programs.'),
    new Map([[vscode.l10n.t('Manage Trust'), () => vscode.commands.executeCommand('workbench.trust.manage')]]),
  );
}

/**
 * Makes sure that what runs is what is shown.
 *
 * @returns The URI of the saved file; undefined where it is not to be saved.
 */
async function savedAs(uri: string): Promise<string | undefined> {
  const document = openDocument(uri);
  if (document === undefined || (!document.isDirty && !document.isUntitled)) {
    return uri;
  }
  const save = vscode.l10n.t('Save and Verify');
  const sentence = document.isUntitled
    ? vscode.l10n.t('It is the file that runs, and this one is not saved yet.')
    : vscode.l10n.t('It is the file that runs, and {0} has changes that are not saved.', lastPart(document.uri.path));
  if ((await vscode.window.showWarningMessage(sentence, save)) !== save) {
    return undefined;
  }
  const saved = await vscode.workspace.save(document.uri);
  // A lens of a cell names the cell, and that of a notebook stays.
  return saved === undefined ? undefined : document.isUntitled ? String(saved) : uri;
}

function openDocument(uri: string): vscode.TextDocument | vscode.NotebookDocument | undefined {
  const is = (one: { readonly uri: vscode.Uri }): boolean => String(one.uri) === uri;
  const notebook = vscode.workspace.notebookDocuments.find((one) => is(one) || one.getCells().some((cell) => is(cell.document)));
  return notebook ?? vscode.workspace.textDocuments.find(is);
}

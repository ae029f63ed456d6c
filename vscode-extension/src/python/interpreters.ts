import * as vscode from 'vscode';

import { firstFolder, readDefaultInterpreter, readStartSettings } from '../settings/read';
import { type Candidate, namesOnPath, pythonIn } from './candidate';
import { type Environments, environmentsExtension, pythonExtension } from './environments';
import { isProgram, which } from './which';

/** The Pythons whose names are looked for on the PATH: those that hublint runs on. */
const [NEWEST, OLDEST] = [14, 10];

/** Knows which Python is selected for each folder, and which others there are. */
export class Interpreters implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly sources: readonly Environments[];
  private readonly subscriptions: vscode.Disposable[];
  /** What is selected, by folder: asking again takes a while. */
  private readonly known = new Map<string, Promise<Candidate | undefined>>();

  /** Fires when another Python may be selected. */
  readonly onDidChange = this.changed.event;

  constructor(log: vscode.LogOutputChannel) {
    // The newer of the two first: it knows more, and the older asks it.
    this.sources = [environmentsExtension(log), pythonExtension(log)];
    this.subscriptions = this.sources.map((source) =>
      source.onDidChange(() => {
        this.forget();
        this.changed.fire();
      }),
    );
  }

  /** The Python that is selected for a folder: what the user has set, else what the editor has, else what is there. */
  selected(folder: vscode.Uri | undefined): Promise<Candidate | undefined> {
    const key = folder?.toString() ?? '';
    const known = this.known.get(key) ?? this.find(folder);
    this.known.set(key, known);
    return known;
  }

  /**
   * The Python that belongs to a folder, and runs its programs: what is merely on the PATH belongs to none, and hublint
   * finds a better one by itself.
   */
  async ofProject(folder: vscode.Uri | undefined): Promise<string | undefined> {
    const selected = await this.selected(folder);
    const isChosen = selected !== undefined && selected.source !== 'PATH';
    return isChosen ? await which(selected.words[0] ?? '', process.env) : undefined;
  }

  /** All other Pythons, one source after the other. */
  async *others(): AsyncIterable<readonly Candidate[]> {
    for (const source of this.sources) {
      yield await source.known();
    }
    yield await onPath();
  }

  /** Forgets what was selected, for settings have changed. */
  forget(): void {
    this.known.clear();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, ...this.sources).dispose();
    this.changed.dispose();
  }

  private async find(folder: vscode.Uri | undefined): Promise<Candidate | undefined> {
    const [interpreter] = readStartSettings().interpreter;
    if (interpreter !== undefined) {
      return { words: [await asProgram(interpreter)], source: 'setting' };
    }
    for (const source of this.sources) {
      const selected = await source.selected(folder);
      if (selected !== undefined) {
        return selected;
      }
    }
    const preset = readDefaultInterpreter(folder);
    if (preset !== undefined) {
      return { words: [await asProgram(preset)], source: 'default' };
    }
    return (await inFolder(folder ?? firstFolder())) ?? (await onPath())[0];
  }
}

/** Whoever names the folder of an environment means the Python in it. */
async function asProgram(named: string): Promise<string> {
  const python = pythonIn(named, process.platform);
  return (await isProgram(python)) ? python : named;
}

/** The environment that lies in a folder. Whoever does not trust the folder does not run it either. */
async function inFolder(folder: vscode.Uri | undefined): Promise<Candidate | undefined> {
  if (folder?.scheme !== 'file' || !vscode.workspace.isTrusted) {
    return undefined;
  }
  for (const name of ['.venv', 'venv']) {
    const python = pythonIn(vscode.Uri.joinPath(folder, name).fsPath, process.platform);
    if (await isProgram(python)) {
      return { words: [python], source: 'folder' };
    }
  }
  return undefined;
}

async function onPath(): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const [name = '', ...options] of namesOnPath(process.platform, NEWEST, OLDEST)) {
    const program = await which(name, process.env);
    if (program !== undefined) {
      found.push({ words: [program, ...options], source: 'PATH' });
    }
  }
  return found;
}

/** Where a Python was found, the strongest first. */
export type Source =
  /** `hublint.interpreter` */
  | 'setting'
  /** Selected in the editor, through one of the Python extensions. */
  | 'selected'
  /** `python.defaultInterpreterPath` */
  | 'default'
  /** The `.venv` of the workspace folder. */
  | 'folder'
  /** Known to one of the Python extensions. */
  | 'known'
  | 'PATH';

/** A Python that may run something. */
export interface Candidate {
  /** The program, and what it needs before the script: `['py', '-3']`. */
  readonly words: readonly string[];
  readonly source: Source;
  /** Its version, where whoever found it knows. */
  readonly version?: readonly number[] | undefined;
}

/** The names by which Pythons stand on the PATH: what the user means by `python` first, then the newest. */
export function namesOnPath(platform: NodeJS.Platform, newest: number, oldest: number): readonly (readonly string[])[] {
  const names: string[][] = [['python3'], ['python']];
  if (platform === 'win32') {
    names.push(['py', '-3']);
  }
  for (let second = newest; second >= oldest; second -= 1) {
    names.push([`python3.${second}`]);
  }
  return names;
}

/** Where the Python of an environment lies in its folder. */
export function pythonIn(folder: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `${folder}\\Scripts\\python.exe` : `${folder}/bin/python`;
}

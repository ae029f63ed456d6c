/** What `hublint.migrationStatus` answers. */
export interface MigrationStatus {
  readonly folders: readonly FolderStatus[];
  /** All of it as Markdown. */
  readonly report: string;
}

/** What is left to migrate in one folder of the workspace. */
export interface FolderStatus {
  readonly uri: string;
  readonly name: string;
  /** What the code is to run on: `tf=2.21,keras=keras3`. */
  readonly target: string;
  readonly level: string;
  readonly files: number;
  readonly notebooks: number;
  /** The files that cannot be read, or not all of them. */
  readonly broken: readonly { readonly uri: string; readonly message: string }[];
  readonly clean: number;
  readonly findings: number;
  /** Why the folder was not checked to its end; null if it was. */
  readonly problem: string | null;
  readonly by_rule: readonly RuleShare[];
  readonly by_file: readonly FileShare[];
}

/** Some findings, and how far their fixes can be trusted. */
export interface Share {
  readonly count: number;
  readonly safe: number;
  readonly unsafe: number;
  readonly manual: number;
}

export interface RuleShare extends Share {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly files: number;
}

export interface FileShare extends Share {
  readonly uri: string;
}

/**
 * What `hublint verify --output-format json` writes, as far as the report shows it.
 *
 * `python -m hublint.verify.schema` prints all of it.
 */
export interface ReportDocument {
  readonly agree: boolean;
  readonly runtime: Runtime;
  readonly old: Program;
  readonly program_problems: readonly Problem[];
  readonly comparisons: readonly Comparison[];
  readonly models: readonly Model[];
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
}

export interface Runtime {
  readonly interpreter: string;
  readonly python: string;
  readonly tensorflow: string;
  readonly devices: readonly string[];
}

export interface Program {
  readonly name: string;
  /** How it ended; null for a model, which is not run. */
  readonly outcome: Outcome | null;
  readonly seconds: number;
  readonly exports: readonly Export[];
  readonly notes: readonly string[];
  readonly runtime: Runtime | null;
  readonly failed: readonly FailedExport[];
}

export interface Outcome {
  readonly how: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly details: string;
  readonly cell: number | null;
}

export interface Export {
  readonly path: string;
  /** The call that made it, `tf.saved_model.save`; empty for a model that was named itself. */
  readonly api: string;
  readonly file: string;
  readonly line: number;
  readonly cell: number | null;
  readonly kind: string;
  readonly error: string | null;
  readonly seconds: number;
  readonly bytes: number;
  readonly format: string;
}

export interface FailedExport {
  readonly path: string;
  readonly api: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly cell: number | null;
}

export interface Problem {
  readonly kind: string;
  readonly message: string;
  readonly details: string;
}

export interface Model {
  readonly export: Export;
  readonly behaviours: readonly Behaviour[];
  readonly problems: readonly Problem[];
  readonly promises: readonly ModelPromise[];
}

/** What a rule says of a model. */
export interface ModelPromise {
  readonly code: string;
  readonly text: string;
  /** Of the model's files, then of each device; null is untried. */
  readonly kept: readonly (boolean | null)[];
}

/** How a model behaved on one device. */
export interface Behaviour {
  readonly device: string;
  readonly tensorflow: string;
  readonly keras: string;
  readonly loads: readonly Attempt[];
  readonly functions: readonly FunctionRun[];
  readonly trouble: readonly Trouble[];
}

/** Something that was tried: it worked where neither an error stands nor why it was not tried. */
export interface Attempt {
  readonly name: string;
  readonly error: string;
  readonly skipped: string;
}

export interface FunctionRun {
  readonly name: string;
  readonly skipped: string;
  readonly wanted: readonly { readonly name: string; readonly dtype: string; readonly shape: Shape; readonly form: string }[];
  readonly tried: readonly CallTried[];
  readonly outputs: readonly OutputSeen[];
}

export interface CallTried {
  readonly inputs: Readonly<Record<string, string>>;
  readonly error: string;
}

export interface OutputSeen {
  readonly name: string;
  readonly declared_dtype: string;
  readonly declared_shape: Shape;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** A static shape: null is an unknown rank, and in it an unknown size. */
export type Shape = readonly (number | null)[] | null;

/** What kept a part of a behaviour from being seen. */
export interface Trouble {
  readonly part: string;
  readonly message: string;
  readonly details: string;
}

/** Two models, or one on two devices, held against each other. */
export interface Comparison {
  readonly old: Export | null;
  readonly new: Export | null;
  readonly signatures: readonly ComparedSignature[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  readonly devices: readonly string[];
}

export interface ComparedSignature {
  readonly key: string;
  readonly text: string;
  readonly calls: number;
  readonly max_abs: number | string | null;
  readonly problems: readonly Problem[];
}

/** A finding, in the form of `hublint check --output-format json`. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly filename: string;
  readonly cell: number | null;
  readonly location: { readonly row: number; readonly column: number };
  readonly detail: string | null;
}

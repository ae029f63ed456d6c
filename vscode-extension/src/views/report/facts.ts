import type { Finding, Model, ModelPromise, ReportDocument } from './document';

/** Whether something was kept; undefined where nothing was tried of it. */
export type Kept = boolean | undefined;

/** A promise with what became of it on each device, or of the files where the model was tried on none. */
export interface Judged {
  readonly code: string;
  readonly text: string;
  readonly cells: readonly Kept[];
  readonly kept: Kept;
}

export interface Tally {
  readonly kept: number;
  readonly broken: number;
  readonly untried: number;
}

/** Tells what became of each promise: those that are broken first, and those that nothing was tried of last. */
export function judged(model: Model): Judged[] {
  const rows = model.promises.map((promise) => {
    const cells = onDevices(promise);
    return { code: promise.code, text: promise.text, cells, kept: all(cells) };
  });
  const ranks = new Map<Kept, number>([
    [false, 0],
    [true, 1],
    [undefined, 2],
  ]);
  const rank = (row: Judged): number => ranks.get(row.kept) ?? 0;
  return rows.sort((one, other) => rank(one) - rank(other));
}

/** Counts the promises of all models. */
export function tally(rows: readonly Judged[]): Tally {
  const count = (kept: Kept): number => rows.filter((row) => row.kept === kept).length;
  return { kept: count(true), broken: count(false), untried: count(undefined) };
}

/** The devices that a model was tried on. */
export function devicesOf(model: Model): string[] {
  return model.behaviours.map((behaviour) => behaviour.device);
}

/**
 * Tells which findings are whose: the list has them in the order of the models, and names the line of each export.
 *
 * The last list has those that are nobody's.
 */
export function findingsByModel(document: ReportDocument): Finding[][] {
  const lists: Finding[][] = [...document.models, undefined].map(() => []);
  let first = 0;
  for (const finding of document.findings) {
    const owner = document.models.findIndex((model, at) => at >= first && isOf(finding, model));
    first = owner === -1 ? first : owner;
    lists.at(owner)?.push(finding);
  }
  return lists;
}

function isOf(finding: Finding, model: Model): boolean {
  const broken = model.promises.some((promise) => promise.code === finding.code && promise.kept.includes(false));
  const made = model.export;
  const sameCell = made.file === '' || (made.cell ?? undefined) === (finding.cell ?? undefined);
  return broken && sameCell && endsWithPath(finding.filename, made.file || made.path) && (made.line || 1) === finding.location.row;
}

/** Whether a path is another one, which may be relative. */
function endsWithPath(whole: string, end: string): boolean {
  const [long, short] = [whole, end].map((path) => path.replaceAll('\\', '/').replace(/^(\.\/)+/, ''));
  return long !== undefined && short !== undefined && (long === short || long.endsWith(`/${short}`));
}

/** What the files break is broken on all devices; of what they keep, the devices have the last word. */
function onDevices(promise: ModelPromise): Kept[] {
  const [files, ...devices] = promise.kept;
  const ofFiles = files ?? undefined;
  if (devices.length === 0) {
    return [ofFiles];
  }
  return devices.map((device) => (ofFiles === false || device === false ? false : (device ?? ofFiles)));
}

function all(cells: readonly Kept[]): Kept {
  if (cells.includes(false)) {
    return false;
  }
  return cells.includes(true) ? true : undefined;
}

import type { L10n } from '../words';
import type { ReportDocument } from './document';
import type { Tally } from './facts';

/** Says in one sentence what came out. */
export function headline(l10n: L10n, document: ReportDocument, name: string, promises: Tally): string {
  const how = document.old.outcome?.how ?? 'ended';
  if (how !== 'ended') {
    return ending(l10n, how, name);
  }
  if (document.program_problems.some((problem) => problem.kind === 'exported-nothing')) {
    return l10n.t('{0} exports nothing', name);
  }
  if (promises.broken > 0) {
    return promises.broken === 1 ? l10n.t('{0} breaks a promise', name) : l10n.t('{0} breaks {1} promises', name, promises.broken);
  }
  if (document.agree) {
    return promises.kept > 0 ? l10n.t('{0} keeps what it promises', name) : l10n.t('{0} works', name);
  }
  if (document.comparisons.some(differs)) {
    return l10n.t('{0} does not answer the same everywhere', name);
  }
  return document.problems.length === 1 ? l10n.t('{0} has a problem', name) : l10n.t('{0} has problems', name);
}

/** Says in one line what was counted: for the head of the report, and for a notification. */
export function counted(l10n: L10n, promises: Tally): string {
  const kept = promises.kept === 1 ? l10n.t('1 promise kept') : l10n.t('{0} promises kept', promises.kept);
  return promises.broken === 0 ? kept : l10n.t('{0}, {1} broken', kept, promises.broken);
}

/** Says what to do about a problem; nothing where its own words do. */
export function advice(l10n: L10n, kind: string): string | undefined {
  switch (kind) {
    case 'raised':
    case 'exited':
      return l10n.t('Make the program run to its end by itself, then verify again. If it needs another TensorFlow, name one that has it in the setting hublint.verify.runtime.');
    case 'hung':
      return l10n.t('Give it more time with the setting hublint.verify.timeout, or let it do less: fewer steps export the same model.');
    case 'crashed':
      return l10n.t('The interpreter itself died. Run the program in a terminal to see what else it says.');
    case 'out-of-memory':
    case 'too-many-processes':
    case 'too-much-output':
    case 'disk-full':
      return l10n.t('Let the program do less, or raise the limit: `hublint verify --limit` in a terminal.');
    case 'exported-nothing':
      return l10n.t('Nothing was exported while it ran. If a function exports, or an option of the command line asks for it, call it at the end of the file, or name the arguments in the setting hublint.verify.arguments.');
    default:
      return undefined;
  }
}

function ending(l10n: L10n, how: string, name: string): string {
  switch (how) {
    case 'raised':
      return l10n.t('{0} raised an exception', name);
    case 'crashed':
      return l10n.t('{0} crashed', name);
    case 'hung':
      return l10n.t('{0} did not end in time', name);
    case 'out of memory':
      return l10n.t('{0} ran out of memory', name);
    case 'exited':
      return l10n.t('{0} ended itself', name);
    default:
      return l10n.t('{0} was ended: {1}', name, how);
  }
}

function differs(comparison: ReportDocument['comparisons'][number]): boolean {
  return comparison.problems.length > 0 || comparison.signatures.some((signature) => signature.problems.length > 0);
}

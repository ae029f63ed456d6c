import type { L10n } from '../views/words';

/** Facts in the order in which they are told. */
export type Told = readonly (readonly [string, string])[];

/** What is known of the extension and its surroundings. */
export interface Facts {
  readonly extension: string;
  readonly editor: string;
  readonly remote: string;
  readonly platform: string;
  readonly node: string;
  readonly trusted: boolean;
  readonly folders: number;
  readonly server: Told;
  readonly settings: readonly (readonly [string, unknown])[];
  /** What the server tells of itself, as Markdown. */
  readonly report: string;
}

/** Writes what whoever reports a fault is asked for. It is for those who mend it, and so in English but for its first words. */
export function debugReport(l10n: L10n, facts: Facts): string {
  const extension: Told = [
    ['Extension', facts.extension],
    ['Editor', facts.editor],
    ['Remote', facts.remote === '' ? 'no' : facts.remote],
    ['Platform', facts.platform],
    ['Node.js', facts.node],
    ['Workspace', `${facts.trusted ? 'trusted' : 'restricted'}, folders: ${String(facts.folders)}`],
  ];
  const settings = facts.settings.map(([key, value]): readonly [string, string] => [key, JSON.stringify(concealed(value))]);
  const parts = [
    '# hublint: debug information',
    l10n.t('Paths, and settings that you have changed, stand here as they are; words that look like secrets are left out. Read it before you send it to anybody.'),
    '## Extension',
    list(extension),
    '## Server',
    list(facts.server),
    '## Settings that are not the default',
    settings.length > 0 ? list(settings) : '(none)',
    ...(facts.report === '' ? [] : [within(facts.report.trim())]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Makes the server's page a part of ours. */
function within(report: string): string {
  return report.replace(/^# .*$/m, '# What the server tells of itself').replace(/^#/gm, '##');
}

const SECRET = /(token|secret|password|passwd|api[-_]?key|credential)/i;

/** Leaves out what follows an option, or belongs to a key, that is called like a secret. */
export function concealed(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(/^(-*[\w.-]*?)=(.+)$/s, (whole, name: string) => (SECRET.test(name) ? `${name}=…` : whole));
  }
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.map((item, at) => {
      const before = items[at - 1];
      return typeof before === 'string' && /^-+/.test(before) && !before.includes('=') && SECRET.test(before) ? '…' : concealed(item);
    });
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]: [string, unknown]) => [key, SECRET.test(key) ? '…' : concealed(one)]));
  }
  return value;
}

function list(facts: Told): string {
  return facts.map(([name, value]) => `- ${name}: ${code(value)}`).join('\n');
}

/** Writes a text as it is, whatever Markdown would make of it. */
function code(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return text === '' ? '' : `${fence}${gap}${text.replace(/\s+/g, ' ')}${gap}${fence}`;
}

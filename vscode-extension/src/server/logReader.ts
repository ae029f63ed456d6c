/** How grave a line of the log is, by the names of the output channel's methods. */
export type Level = 'error' | 'warn' | 'info' | 'debug';

const LEVELS: Readonly<Record<string, Level>> = {
  CRITICAL: 'error',
  ERROR: 'error',
  WARNING: 'warn',
  INFO: 'info',
  DEBUG: 'debug',
};
/** As `hublint server` writes its log: time, level, who, what. The output channel has times of its own. */
const HEAD = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d+ (?<level>[A-Z]+) (?<text>.*)$/;

/** Reads the server's standard error line by line, and finds out how grave each line is. */
export class LogReader {
  /** What does not say how grave it is, such as the lines of a traceback, belongs to the line before. */
  private level: Level = 'error';
  private lastLine = '';

  /** The last line that was not empty. */
  get last(): string {
    return this.lastLine;
  }

  read(line: string): { readonly level: Level; readonly text: string } {
    const parts = HEAD.exec(line)?.groups;
    const level = LEVELS[parts?.['level'] ?? ''];
    this.level = level ?? this.level;
    const text = level === undefined ? line : (parts?.['text'] ?? line);
    if (text.trim() !== '') {
      this.lastLine = text.trim();
    }
    return { level: this.level, text };
  }
}

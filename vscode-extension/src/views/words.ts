/** Translates sentences: `vscode.l10n`, or what stands in its place in tests. Sentences are written out where it is used. */
export interface L10n {
  t(message: string, ...values: (string | number)[]): string;
}

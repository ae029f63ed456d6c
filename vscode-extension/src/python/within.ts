/** What became of waiting: the answer, or that it did not come in time. */
export type Within<Answer> = { readonly kind: 'answer'; readonly value: Answer } | { readonly kind: 'late' };

/** Waits for an answer, but not longer than some milliseconds. */
export async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Within<Answer>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Within<Answer>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ kind: 'late' });
    }, milliseconds);
  });
  try {
    return await Promise.race([answer.then((value) => ({ kind: 'answer', value }) as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

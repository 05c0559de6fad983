/**
 * One line for the person, on stderr: stdout belongs to what was asked for.
 *
 * @param {string} sentence
 */
export const tell = (sentence) => void process.stderr.write(`${sentence}\n`);

/**
 * Ends the run with one sentence instead of a stack.
 *
 * @param {unknown} error
 * @returns {never}
 */
export const giveUp = (error) => {
  tell(error instanceof Error ? error.message : String(error));
  process.exit(1);
};

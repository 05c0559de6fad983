/**
 * Evaluates something in the main process; again where Playwright lost the answer to a collection that the program forced.
 *
 * @template T
 * @param {import("@playwright/test").ElectronApplication} electron
 * @param {(of: any, given: any) => T} work
 * @param {unknown} [given]
 * @returns {Promise<T>}
 */
export const inMain = async (electron, work, given) => {
  for (;;)
    try {
      return /** @type {T} */ (await electron.evaluate(/** @type {any} */ (work), given));
    } catch (error) {
      if (!String(error).includes("garbage collected")) throw error;
    }
};

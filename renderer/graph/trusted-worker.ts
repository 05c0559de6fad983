/** The page demands trusted types; a worker of our own is the one script address that is ever made trusted. */
interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

const types = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;

const ownAddress = (url: string): string => {
  const { href, origin } = new URL(url, location.href);
  if (origin !== location.origin) throw new TypeError(`${url} is not a script of this window.`);
  return href;
};

const policy = types?.createPolicy("graft-worker", { createScriptURL: ownAddress }) ?? { createScriptURL: ownAddress };

/** A worker from a script that was built with the window; any other address throws. */
export const trustedWorker = (url: string): Worker => new Worker(policy.createScriptURL(url), { type: "module" });

/** How TypeScript's language server is doing, for whoever shows it. */
export type LanguageStatus =
  /** No folder is open, or it is not trusted. */
  | { readonly kind: "off" }
  | { readonly kind: "starting" }
  /** `session` is another number each time it was started: what was open in the one before is not open in this one. */
  | {
      readonly kind: "ready";
      readonly session: number;
      readonly version: string;
      /** It has not answered for a while what it was asked. */
      readonly isSlow: boolean;
    }
  /** It ended, and is started again by itself. */
  | { readonly kind: "restarting"; readonly message: string }
  /** It is not started again unless somebody asks for it. */
  | { readonly kind: "down"; readonly message: string };

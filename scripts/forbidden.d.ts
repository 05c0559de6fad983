/** Stands in for packages that a folder must not import: its tsconfig maps them here, where there is nothing to import. */
export type Forbidden = never;

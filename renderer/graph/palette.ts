/** Colours of the window's theme, by token without its dashes: for what no stylesheet reaches. */
const tokens = [
  "bg",
  "raised",
  "panel",
  "line",
  "text",
  "muted",
  "faint",
  "accent",
  "info",
  "warn",
  "error",
  "ghost",
] as const;

export type Palette = Readonly<Record<(typeof tokens)[number], string>>;

export const paletteNow = (): Palette => {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(tokens.map((token) => [token, style.getPropertyValue(`--${token}`).trim()])) as Palette;
};

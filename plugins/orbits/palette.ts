import palettes from "./palettes.json";

export interface Palette {
  readonly name: string;
  readonly background: string;
  readonly sun: string;
  readonly glow: string;
  readonly colours: readonly string[];
}

/** The palette of that number; counts round and round. Their colours are in palettes.json. */
export const paletteAt = (n: number): Palette => {
  const palette = palettes[n % palettes.length];
  if (palette === undefined) throw new Error("palettes.json holds no palette.");
  return palette;
};

/** The palette's colour at `t`, from 0 (the first) to 1 (the last), mixed between its neighbours. */
export const colourAt = ({ colours }: Palette, t: number): string => {
  const place = Math.min(1, Math.max(0, t)) * (colours.length - 1);
  const left = Math.floor(place);
  return mix(colours[left] ?? "#fff", colours[left + 1] ?? colours[left] ?? "#fff", place - left);
};

/** Two colours of the form `#rrggbb`, mixed: 0 gives the first, 1 the second. */
export const mix = (a: string, b: string, t: number): string => {
  const from = Number.parseInt(a.slice(1), 16);
  const to = Number.parseInt(b.slice(1), 16);
  let mixed = 0;
  for (const shift of [16, 8, 0]) {
    const low = (from >> shift) & 255;
    const high = (to >> shift) & 255;
    mixed |= Math.round(low + (high - low) * t) << shift;
  }
  return `#${mixed.toString(16).padStart(6, "0")}`;
};

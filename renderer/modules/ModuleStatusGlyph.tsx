import type { ModuleStatus } from "../../electron/engine/summary.ts";
import { StatusGlyph } from "../ui/StatusGlyph.tsx";

const looks = {
  new: { glyph: "diamond", tone: "info" },
  running: { glyph: "disc", tone: "accent" },
  changed: { glyph: "square", tone: "warn" },
  failed: { glyph: "triangle", tone: "error" },
  deleted: { glyph: "cross", tone: "muted" },
  quarantined: { glyph: "hexagon", tone: "error" },
} as const satisfies Record<ModuleStatus, object>;

export const ModuleStatusGlyph = ({ status }: { readonly status: ModuleStatus }) => <StatusGlyph {...looks[status]} />;

export const toneOfStatus = (status: ModuleStatus): (typeof looks)[ModuleStatus]["tone"] => looks[status].tone;

import type { Moment } from "../../electron/engine/summary.ts";
import { useNow } from "../ui/now.ts";
import { sinceText } from "../words/generation.ts";

/** Since when somebody holds something, and for how long that is by now. */
export const Since = ({ since }: { readonly since: Moment }) => sinceText(since, useNow());

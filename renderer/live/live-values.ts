/** What a module does, in its text: for the editor, as one extension. */
import type { Extension } from "@codemirror/state";
import { liveMarks, type Placer } from "./marks.ts";
import { valueTip } from "./value-tip.ts";

/** @param place where a line of the text that runs lies in the text that is edited */
export const liveValues = (id: string, place: Placer): Extension => [liveMarks(id, place), valueTip(id)];

import { type Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { Hover } from "vscode-languageserver-protocol";
import { ask } from "./client.ts";
import { docsOf, type Markup } from "./markdown.ts";
import { offsetAt, positionAt } from "./place.ts";

/** The type and the words of what the pointer rests on. */
export const hover = (uri: string): Extension =>
  hoverTooltip(
    async (view, pos) => {
      const { doc } = view.state;
      const answer = await ask<Hover>("textDocument/hover", {
        textDocument: { uri },
        position: positionAt(doc, pos),
      }).catch(() => null);
      if (answer === null || !view.state.doc.eq(doc)) return null;
      const { range, contents } = answer;
      return {
        pos: range ? offsetAt(doc, range.start) : pos,
        end: range ? offsetAt(doc, range.end) : pos,
        above: true,
        create: () => ({ dom: docsOf(contents as Markup | readonly Markup[]) }),
      };
    },
    { hideOn: (transaction) => transaction.docChanged, hoverTime: 350 },
  );

import { ensureSyntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

const blocks = new Set(["Block", "ClassBody", "SwitchBody"]);
const brackets = new Set([...blocks, "ObjectExpression", "ArrayExpression", "ArgList"]);

/**
 * Whether Enter goes on with what is typed in place of running it: at the beginning of a block, whose end is typed along with
 * its beginning, and inside of brackets that span lines already.
 */
export const goesOn = (state: EditorState): boolean => {
  const { head } = state.selection.main;
  const tree = ensureSyntaxTree(state, state.doc.length);
  for (let node = tree?.resolveInner(head, -1) ?? null; node !== null; node = node.parent) {
    if (!brackets.has(node.name) || node.from >= head || node.to <= head) continue;
    const before = state.sliceDoc(node.from + 1, head);
    return before.includes("\n") || (blocks.has(node.name) && before.trim() === "");
  }
  return false;
};

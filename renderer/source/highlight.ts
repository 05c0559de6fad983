/** Colours for TypeScript and JavaScript in a read-only view: a scanner of tokens, not a parser. */
export type TokenKind = "plain" | "keyword" | "string" | "number" | "comment" | "call";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const keywords =
  "abstract as async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let namespace new null of override private protected public readonly return satisfies set static super switch this throw true try type typeof undefined unique unknown using var void while with yield";
const isKeyword = new Set(keywords.split(" "));

const scanner =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\[\s\S])*`?)|(?<number>\b(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]+)?(?:e[+-]?\d+)?)n?\b)|(?<word>[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?<plain>[^\p{ID_Start}$_"'`\d/]+|[\s\S])/giu;

/** The text's lines, each as tokens; a comment or a template that spans lines is one token on each. */
export const highlightLines = (text: string): readonly (readonly Token[])[] => {
  const lines: Token[][] = [[]];
  const push = (kind: TokenKind, text: string): void => {
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      const line = lines.at(-1);
      const before = line?.at(-1);
      if (part === "" || line === undefined) continue;
      if (before?.kind === kind) line[line.length - 1] = { kind, text: before.text + part };
      else line.push({ kind, text: part });
    }
  };
  for (const match of text.matchAll(scanner)) {
    const { comment, string, number, word } = match.groups ?? {};
    if (comment !== undefined) push("comment", comment);
    else if (string !== undefined) push("string", string);
    else if (number !== undefined) push("number", number);
    else if (word !== undefined) push(wordKind(word, text, match.index), word);
    else push("plain", match[0]);
  }
  return lines;
};

const wordKind = (word: string, text: string, index: number): TokenKind => {
  if (isKeyword.has(word) && text[index - 1] !== ".") return "keyword";
  return text[index + word.length] === "(" ? "call" : "plain";
};

/** What the language server says in Markdown, as elements: the page takes no markup from texts. */
import { typescriptLanguage } from "@codemirror/lang-javascript";
import { colours } from "./theme.ts";
import { highlightCode } from "@lezer/highlight";
import { lexer, type Token, type Tokens } from "marked";

export type Markup = string | { readonly kind?: string; readonly language?: string; readonly value: string };

export const docsOf = (contents: Markup | readonly Markup[]): HTMLElement => {
  const block = document.createElement("div");
  block.className = "cm-docs";
  for (const part of [contents].flat() as readonly Markup[]) {
    if (typeof part !== "string" && part.language !== undefined) block.append(code(part.value));
    else if (typeof part !== "string" && part.kind === "plaintext") block.append(paragraph([part.value]));
    else block.append(...blocks(lexer(typeof part === "string" ? part : part.value)));
  }
  return block;
};

const blocks = (tokens: readonly Token[]): readonly Node[] =>
  tokens.flatMap((token): readonly Node[] => {
    switch (token.type) {
      case "space":
      case "hr":
        return [];
      case "code":
        return [code((token as Tokens.Code).text)];
      case "list":
        return (token as Tokens.List).items.map((item) => paragraph(["• ", ...inline(item.tokens)]));
      default:
        return [paragraph("tokens" in token ? inline(token.tokens ?? []) : [token.raw])];
    }
  });

const inline = (tokens: readonly Token[]): readonly (Node | string)[] =>
  tokens.flatMap((token): readonly (Node | string)[] => {
    switch (token.type) {
      case "codespan":
        return [element("code", [(token as Tokens.Codespan).text])];
      case "strong":
        return [element("strong", inline((token as Tokens.Strong).tokens))];
      case "em":
        return [element("em", inline((token as Tokens.Em).tokens))];
      case "br":
        return [element("br", [])];
      case "link":
      case "paragraph":
        return inline((token as Tokens.Link).tokens);
      case "text":
        return "tokens" in token && token.tokens ? inline(token.tokens) : [unescaped((token as Tokens.Text).text)];
      default:
        return [token.raw];
    }
  });

const unescaped = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

const element = (name: string, children: readonly (Node | string)[]): HTMLElement => {
  const made = document.createElement(name);
  made.append(...children);
  return made;
};

const paragraph = (children: readonly (Node | string)[]): HTMLElement => element("p", children);

const code = (text: string): HTMLElement => {
  const pre = document.createElement("pre");
  highlightCode(
    text,
    typescriptLanguage.parser.parse(text),
    colours,
    (part, classes) => {
      if (classes === "") return pre.append(part);
      const span = element("span", [part]);
      span.className = classes;
      pre.append(span);
    },
    () => pre.append("\n"),
  );
  return pre;
};

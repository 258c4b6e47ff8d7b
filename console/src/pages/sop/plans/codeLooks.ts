// How the editor looks: colours by the page's variables, so that they follow light and dark.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const looks = EditorView.theme({
  "&": { color: "var(--gk-code)", backgroundColor: "var(--gk-raised)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--gk-code-key)", outlineOffset: "-1px" },
  ".cm-scroller": {
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace",
    lineHeight: "1.6",
  },
  ".cm-content": { caretColor: "var(--gk-code)" },
  ".cm-cursor": { borderLeftColor: "var(--gk-code)" },
  ".cm-gutters": {
    backgroundColor: "var(--gk-raised)",
    color: "var(--gk-quiet)",
    borderRight: "1px solid var(--gk-line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--gk-code-line)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--gk-code-chosen) !important",
  },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--gk-raised)",
    color: "var(--gk-code)",
    border: "1px solid var(--gk-line)",
  },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "320px", padding: "6px 10px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "#0b7a4b",
    color: "#ffffff",
  },
  ".cm-completionDetail": { color: "inherit", opacity: 0.75 },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--gk-code-key)" },
  { tag: [tags.string, tags.attributeValue], color: "var(--gk-code-text)" },
  { tag: [tags.lineComment, tags.comment], color: "var(--gk-quiet)", fontStyle: "italic" },
  { tag: [tags.content], color: "var(--gk-code)" },
  {
    tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
    color: "var(--gk-quiet)",
  },
]);

export const codeLooks = [looks, syntaxHighlighting(colours)];

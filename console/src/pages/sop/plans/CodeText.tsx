// The text of a plan in CodeMirror: marks at mistakes, completion, undo. Loaded when it is needed.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useRef } from "react";
import { nonce } from "@/app/csp";
import { usePreference } from "@/app/preferences";
import { codeLooks } from "./codeLooks";
import { completing, type Known } from "./complete";
import type { Mark } from "./marks";
import { typingOver } from "./typing";

interface Given {
  label: string;
  text: string;
  change: (text: string) => void;
  marks: readonly Mark[] | null; // null: not known yet; those shown move along
  known: Known | null;
  readOnly: boolean;
  save: () => void;
  goTo: { line: number } | null; // another object: go there once more
}

/** What every editor of plans has. */
const COMMON: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightActiveLine(),
  drawSelection(),
  history(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  typingOver,
  highlightSelectionMatches(),
  lintGutter(),
  yaml(),
  codeLooks,
  EditorView.lineWrapping,
  EditorState.tabSize.of(2),
];

export default function CodeText(given: Given) {
  const { label, text, marks, readOnly, goTo } = given;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(given);
  const language = usePreference("language");
  useEffect(() => {
    latest.current = given;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is brought in by the effect below
  useEffect(() => {
    if (!place.current) return undefined;
    const saving = () => {
      latest.current.save();
      return true;
    };
    const made = new EditorView({
      parent: place.current,
      doc: text,
      extensions: [
        nonce ? EditorView.cspNonce.of(nonce) : [],
        COMMON,
        autocompletion({
          icons: false,
          override: [
            completing(
              () => latest.current.known,
              () => language,
            ),
          ],
        }),
        EditorView.contentAttributes.of({
          "aria-label": label,
          spellcheck: "false",
          tabindex: "0",
        }),
        EditorState.readOnly.of(readOnly),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: saving },
          indentWithTab,
          ...completionKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...lintKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.change(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [label, language, readOnly]);
  useEffect(() => {
    if (view.current) bring(view.current, text);
  }, [text]);
  useEffect(() => {
    const made = view.current;
    if (!made || !marks) return;
    const end = made.state.doc.length;
    const fitting = marks.map((one) => ({
      ...one,
      from: Math.min(one.from, end),
      to: Math.min(one.to, end),
    }));
    made.dispatch(setDiagnostics(made.state, fitting));
  }, [marks]);
  useEffect(() => {
    const made = view.current;
    if (!made || !goTo) return;
    const line = made.state.doc.line(Math.min(Math.max(goTo.line, 1), made.state.doc.lines));
    made.dispatch({
      selection: { anchor: line.from },
      effects: EditorView.scrollIntoView(line.from, { y: "center" }),
    });
    made.focus();
  }, [goTo]);
  return <div ref={place} className="gk-code" />;
}

/** Brings a text of somewhere else into the editor: only what differs, so that it can be undone. */
function bring(view: EditorView, text: string): void {
  const now = view.state.doc.toString();
  if (now === text) return;
  let from = 0;
  while (from < Math.min(now.length, text.length) && now[from] === text[from]) from += 1;
  let tail = 0;
  const most = Math.min(now.length, text.length) - from;
  while (tail < most && now[now.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  const changes = { from, to: now.length - tail, insert: text.slice(from, text.length - tail) };
  view.dispatch({ changes });
}

// A text with what is new in it marked, and what is gone between its lines. Only to look at.
import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { nonce } from "@/app/csp";
import { codeLooks } from "./codeLooks";

export default function CompareText({
  label,
  before,
  after,
}: {
  label: string;
  before: string;
  after: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const made = new EditorView({
      parent: place.current,
      doc: after,
      extensions: [
        nonce ? EditorView.cspNonce.of(nonce) : [],
        lineNumbers(),
        yaml(),
        codeLooks,
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        unifiedMergeView({
          original: before,
          mergeControls: false,
          collapseUnchanged: { margin: 3, minSize: 6 },
        }),
      ],
    });
    return () => made.destroy();
  }, [label, before, after]);
  return <div ref={place} className="gk-code gk-compare" />;
}

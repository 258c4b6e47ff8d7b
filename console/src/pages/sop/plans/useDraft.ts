// The text of a plan while it is edited: held against the file, kept when the page is left.
import { useCallback, useEffect, useRef, useState } from "react";
import { draftOf, type Kept, keepDraft } from "./drafts";

export interface Draft {
  text: string;
  setText: (text: string) => void;
  base: string; // the version of the file that is edited; "" for a new plan
  dirty: boolean;
  restored: boolean; // it was kept from the last time
  settle: (version: string, text: string) => void; // the file says this now
  discard: () => void;
}

const PAUSE = 400; // ms without typing before a draft is kept

/** `written`: the file, as it was opened; its text is "" for a plan that is new. */
export function useDraft(name: string, written: Kept, first: string): Draft {
  const [start] = useState(() => draftOf(localStorage, name));
  const usable = start !== null && start.base === written.base && start.text !== written.text;
  const [base, setBase] = useState(written);
  const [text, setText] = useState(usable ? start.text : first);
  const [restored, setRestored] = useState(usable);
  const dirty = text !== base.text;
  const last = useRef({ name, base, text });
  useEffect(() => {
    last.current = { name, base, text };
    const timer = setTimeout(() => keep(last.current), PAUSE);
    return () => clearTimeout(timer);
  }, [name, base, text]);
  // Whoever leaves at once loses nothing either.
  useEffect(() => {
    const now = () => keep(last.current);
    globalThis.addEventListener("pagehide", now);
    return () => {
      globalThis.removeEventListener("pagehide", now);
      now();
    };
  }, []);
  // Somebody else changed the file while nothing was edited here: their text is shown.
  useEffect(() => {
    const here = last.current;
    if (written.base === here.base.base || here.text !== here.base.text) return;
    setBase(written);
    setText(written.text);
  }, [written]);
  const settle = useCallback((version: string, now: string) => {
    setBase({ base: version, text: now });
    setRestored(false);
  }, []);
  const discard = useCallback(() => {
    setText(last.current.base.text || first);
    setRestored(false);
  }, [first]);
  return { text, setText, base: base.base, dirty, restored, settle, discard };
}

function keep({ name, base, text }: { name: string; base: Kept; text: string }): void {
  const dirty = text !== base.text;
  keepDraft(localStorage, name, dirty ? { base: base.base, text } : null);
}

// Keys of a page: when a key counts, and which one it is. Pure.

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean; // it is held down
  target: EventTarget | null;
}

/** Whether somebody is typing: keys are letters then. */
function isTyping(target: EventTarget | null): boolean {
  const at = target as { tagName?: string; isContentEditable?: boolean } | null;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(at?.tagName ?? "") || at?.isContentEditable === true;
}

/** The key as shortcuts name it ("j", "ctrl+z", "?"); null where it is not for us. */
export function keyOf(pressed: Pressed): string | null {
  if (pressed.altKey || isTyping(pressed.target)) return null;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  return pressed.ctrlKey || pressed.metaKey ? `ctrl+${key}` : key;
}

/** One key of a page, what it does, and how that is called. */
export interface Shortcut {
  key: string; // "j", "Enter", "ctrl+z"
  label: string;
  act: () => void;
  repeats?: boolean; // held down it goes on; what is decided is decided once
}

/** What a key means. */
export function meant(shortcuts: readonly Shortcut[], pressed: Pressed): Shortcut | undefined {
  const key = keyOf(pressed);
  return shortcuts.find((one) => one.key === key && (one.repeats || !pressed.repeat));
}

// Keys of a page: when a key counts, and which one it is. Pure.

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
}

/** Whether somebody is typing: keys are letters then. */
export function isTyping(target: EventTarget | null): boolean {
  const at = target as { tagName?: string; isContentEditable?: boolean } | null;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(at?.tagName ?? "") || at?.isContentEditable === true;
}

/** The key as shortcuts name it ("j", "ctrl+z", "?"); null where it is not for us. */
export function keyOf(pressed: Pressed): string | null {
  if (pressed.altKey || isTyping(pressed.target)) return null;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  return pressed.ctrlKey || pressed.metaKey ? `ctrl+${key}` : key;
}

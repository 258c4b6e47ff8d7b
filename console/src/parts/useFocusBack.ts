import { useEffect, useState } from "react";

/**
 * Gives the focus back to what opened a window when the window is taken off the page whole; antd
 * does so only for a window that stays and is hidden. `open`: whether it is there from the start.
 */
export function useFocusBack(open = true): void {
  const [opener] = useState(() => (open ? document.activeElement : null));
  useEffect(
    () => () => {
      const lost = document.activeElement === document.body;
      if (lost && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    },
    [opener],
  );
}

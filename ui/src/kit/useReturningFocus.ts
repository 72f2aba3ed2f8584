// Focus goes back to where it was once something that took it is gone; without it keys would reach nobody.
import { useEffect, useState } from "react";

export function useReturningFocus(): void {
  // While it is drawn for the first time: parts of it take the focus before effects run.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}

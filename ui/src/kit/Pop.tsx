// Something small that opens at a button and closes by Escape or a click beside it.
import { Popover } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  open: boolean;
  onOpen: (open: boolean) => void;
  target: ReactNode;
  children: ReactNode;
  /** Its width in pixels; less where the window has less. */
  width?: number;
  /** It hangs at the right end of what opens it. */
  atEnd?: boolean;
}

export function Pop({ open, onOpen, target, children, width = 340, atEnd = false }: Props) {
  return (
    <Popover
      opened={open}
      onChange={onOpen}
      position={atEnd ? "bottom-end" : "bottom-start"}
      offset={4}
      width={`calc(${width}px)`}
      withinPortal
      trapFocus
      returnFocus
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown className="pop pad">{children}</Popover.Dropdown>
    </Popover>
  );
}

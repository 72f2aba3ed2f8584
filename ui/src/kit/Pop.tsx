// Something small that opens at a button and closes by Escape or a click beside it.
import { Popover } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  open: boolean;
  onOpen: (open: boolean) => void;
  target: ReactNode;
  children: ReactNode;
}

export function Pop({ open, onOpen, target, children }: Props) {
  return (
    <Popover
      opened={open}
      onChange={onOpen}
      position="bottom-start"
      offset={4}
      width={340}
      withinPortal
      trapFocus
      returnFocus
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown className="pop pad">{children}</Popover.Dropdown>
    </Popover>
  );
}

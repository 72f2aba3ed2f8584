// Something that stands over the page without a frame of its own; Escape or a click beside it closes it.
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useReturningFocus } from "./useReturningFocus.ts";

interface Props {
  label: string;
  className: string;
  onClose: () => void;
  children: ReactNode;
}

export function Overlay({ label, className, onClose, children }: Props) {
  useReturningFocus();
  return (
    <Modal.Root opened onClose={onClose} lockScroll={false}>
      <Modal.Overlay className="veil" />
      <Modal.Content aria-label={label} classNames={{ inner: "stand", content: className }}>
        {children}
      </Modal.Content>
    </Modal.Root>
  );
}

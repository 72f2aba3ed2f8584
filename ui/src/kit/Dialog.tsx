// A question over the page; everything behind it waits.
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useReturningFocus } from "./useReturningFocus.ts";

interface Props {
  title: string;
  onClose: () => void;
  children?: ReactNode;
  foot: ReactNode;
  /** It cannot be left without an answer. */
  modal?: boolean;
  /** It shows a table. */
  wide?: boolean;
}

export function Dialog({ title, onClose, children, foot, modal = false, wide = false }: Props) {
  useReturningFocus();
  const leave = { closeOnEscape: !modal, closeOnClickOutside: !modal, lockScroll: false };
  return (
    <Modal.Root opened onClose={onClose} {...leave}>
      <Modal.Overlay className="veil" />
      <Modal.Content classNames={{ inner: "stand", content: wide ? "dlg wide" : "dlg" }}>
        <Modal.Title>{title}</Modal.Title>
        {children}
        <div className="foot">{foot}</div>
      </Modal.Content>
    </Modal.Root>
  );
}

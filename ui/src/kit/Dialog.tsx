// A question over the page; everything behind it waits.
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  onClose: () => void;
  children?: ReactNode;
  foot: ReactNode;
  /** It cannot be left without an answer. */
  modal?: boolean;
}

export function Dialog({ title, onClose, children, foot, modal = false }: Props) {
  const leave = { closeOnEscape: !modal, closeOnClickOutside: !modal, lockScroll: false };
  return (
    <Modal.Root opened onClose={onClose} {...leave}>
      <Modal.Overlay className="veil" />
      <Modal.Content classNames={{ inner: "stand", content: "dlg" }}>
        <Modal.Title>{title}</Modal.Title>
        {children}
        <div className="foot">{foot}</div>
      </Modal.Content>
    </Modal.Root>
  );
}

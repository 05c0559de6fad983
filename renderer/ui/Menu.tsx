import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Keys } from "./Keys.tsx";
import styles from "./Menu.module.css";

/** A menu under a button. It is not modal: a modal one would put a style element into the page, which the CSP forbids. */
export const Menu = ({
  trigger,
  align = "start",
  children,
}: {
  readonly trigger: ReactNode;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8} loop>
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

export const MenuItem = ({
  icon,
  hint,
  keys,
  disabled = false,
  checked = false,
  onSelect,
  children,
}: {
  readonly icon?: ReactNode;
  /** A second line, quieter. */
  readonly hint?: ReactNode;
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
  readonly checked?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) => (
  <DropdownMenu.Item className={styles.item} disabled={disabled} onSelect={onSelect}>
    <span className={styles.icon}>{checked ? <Check size={14} aria-label="chosen" /> : icon}</span>
    <span className={styles.text}>
      {children}
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </span>
    {keys !== undefined && <Keys keys={keys} />}
  </DropdownMenu.Item>
);

export const MenuHeading = ({ children }: { readonly children: ReactNode }) => (
  <DropdownMenu.Label className={styles.heading}>{children}</DropdownMenu.Label>
);

export const MenuLine = () => <DropdownMenu.Separator className={styles.line} />;

import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { Keys } from "./Keys.tsx";
import styles from "./Tip.module.css";

/** A tooltip for a control whose own text does not say it all. Its child must take a ref. */
export const Tip = ({
  text,
  keys,
  side = "bottom",
  children,
}: {
  readonly text: string;
  readonly keys?: string | undefined;
  readonly side?: "top" | "bottom" | "left" | "right";
  readonly children: ReactNode;
}) => (
  <Tooltip.Root>
    <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content className={styles.tip} side={side} sideOffset={6} collisionPadding={8}>
        {text}
        {keys !== undefined && <Keys keys={keys} />}
      </Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip.Root>
);

export const TipProvider = ({ children }: { readonly children: ReactNode }) => (
  <Tooltip.Provider delayDuration={500} skipDelayDuration={200} disableHoverableContent>
    {children}
  </Tooltip.Provider>
);

import { Radio, RotateCw, Zap } from "lucide-react";
import type { FunctionKind } from "../../electron/engine/summary.ts";
import { kindWords } from "../words/status.ts";
import styles from "./KindIcon.module.css";

/** What an export is for, as a small picture; its name is there for who cannot see it. */
export const KindIcon = ({ kind }: { readonly kind: FunctionKind }) => (
  <span className={styles.icon} title={kindWords[kind]}>
    {pictureOf(kind)}
    <span className="visually-hidden">{kindWords[kind]} </span>
  </span>
);

const pictureOf = (kind: FunctionKind) => {
  switch (kind) {
    case "handler":
    case "function":
      return <span aria-hidden="true">ƒ</span>;
    case "performer":
      return <Zap size={11} aria-hidden="true" />;
    case "source":
      return <Radio size={11} aria-hidden="true" />;
    case "lifecycle":
      return <RotateCw size={11} aria-hidden="true" />;
    default:
      return kind satisfies never;
  }
};

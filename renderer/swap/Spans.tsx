import { Fragment } from "react";
import type { Span } from "../words/swap.ts";
import styles from "./Spans.module.css";

/** A sentence with its names in code and its headline in bold. */
export const Spans = ({ spans }: { readonly spans: readonly Span[] }) =>
  spans.map((span, index) => {
    switch (span.voice) {
      case "strong":
        return (
          // Parts of a sentence that is never reordered.
          // eslint-disable-next-line react/no-array-index-key
          <strong key={index} className={styles.strong}>
            {span.text}
          </strong>
        );
      case "code":
        // eslint-disable-next-line react/no-array-index-key
        return <code key={index}>{span.text}</code>;
      case "warn":
        return (
          // eslint-disable-next-line react/no-array-index-key
          <span key={index} className={styles.warn}>
            {span.text}
          </span>
        );
      case "plain":
        // eslint-disable-next-line react/no-array-index-key
        return <Fragment key={index}>{span.text}</Fragment>;
      default:
        return span.voice satisfies never;
    }
  });

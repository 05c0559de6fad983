import styles from "./CodeFrame.module.css";

/** The line that is meant, with its number and a caret under the column. */
export const CodeFrame = ({
  line,
  column,
  text,
}: {
  readonly line: number;
  /** 1-based; 0 where it is not known. */
  readonly column: number;
  readonly text: string;
}) => {
  // A minified line would hide its column: show the part around it.
  const start = column > 90 ? column - 60 : 0;
  const shown = text.slice(start, start + 160);
  const caret = column > 0 ? `${shown.slice(0, column - 1 - start).replace(/[^\t]/g, " ")}^` : undefined;
  return (
    <pre className={styles.frame} tabIndex={0}>
      <span className={styles.number}>{line}</span>
      <span>
        {start > 0 && "…"}
        {shown}
        {caret !== undefined && (
          <span className={styles.caret} aria-hidden="true">
            {`\n${start > 0 ? " " : ""}${caret}`}
          </span>
        )}
      </span>
    </pre>
  );
};

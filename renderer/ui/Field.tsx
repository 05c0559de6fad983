import { useId, type ReactNode, type Ref } from "react";
import { cx } from "./cx.ts";
import styles from "./Field.module.css";

/** A line of a form: what it is called, where it is written, and what is wrong with it or worth knowing. */
export const Field = ({
  label,
  value,
  onChange,
  hint,
  flaw,
  placeholder,
  choices,
  mono = true,
  lines = 1,
  tools,
  isFirst = false,
  ref,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  readonly flaw?: string | undefined;
  readonly placeholder?: string;
  /** What is known; anything else may be written too. */
  readonly choices?: readonly string[];
  readonly mono?: boolean;
  readonly lines?: number;
  readonly tools?: ReactNode;
  /** Has the focus when its dialog opens. */
  readonly isFirst?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}) => {
  const id = useId();
  const shared = {
    id,
    value,
    placeholder,
    spellCheck: false,
    autoComplete: "off",
    className: cx(styles.input, mono && styles.mono),
    "aria-invalid": flaw !== undefined,
    "aria-describedby": `${id}-note`,
    "data-autofocus": isFirst ? true : undefined,
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.where}>
        <div className={styles.line}>
          {lines > 1 ? (
            <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
          ) : (
            <input
              {...shared}
              ref={ref}
              type="text"
              list={choices === undefined ? undefined : `${id}-choices`}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
          {tools}
        </div>
        {choices !== undefined && (
          <datalist id={`${id}-choices`}>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </datalist>
        )}
        <p id={`${id}-note`} className={cx(styles.note, flaw !== undefined && styles.flaw)}>
          {flaw ?? hint}
        </p>
      </div>
    </div>
  );
};

/** A choice of yes or no. */
export const Check = ({
  label,
  checked,
  onChange,
}: {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) => (
  <label className={styles.check}>
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
);

import { Search, X } from "lucide-react";
import type { Ref } from "react";
import styles from "./SearchField.module.css";

export const SearchField = ({
  label,
  value,
  onChange,
  onKeyDown,
  ref,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  readonly ref?: Ref<HTMLInputElement>;
}) => (
  <div className={styles.field}>
    <Search size={14} aria-hidden="true" />
    <input
      ref={ref}
      type="text"
      className={styles.input}
      placeholder={label}
      aria-label={label}
      value={value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && value !== "") {
          event.stopPropagation();
          onChange("");
        } else onKeyDown?.(event);
      }}
    />
    {value !== "" && (
      <button type="button" className={styles.clear} aria-label="Clear" onClick={() => onChange("")}>
        <X size={12} />
      </button>
    )}
  </div>
);

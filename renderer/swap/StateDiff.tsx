import type { Plain } from "../../electron/engine/plain.ts";
import { cx } from "../ui/cx.ts";
import { plural } from "../words/figures.ts";
import { plainText } from "../words/plain.ts";
import { type DiffRow, stateDiff } from "./state-diff.ts";
import styles from "./StateDiff.module.css";

/** Of a long comparison the beginning is shown. */
const shownRows = 120;

/** A state before and after, field by field. */
export const StateDiff = ({ before, after }: { readonly before: Plain; readonly after: Plain }) => {
  const rows = stateDiff(before, after);
  return (
    <table className={styles.diff}>
      <caption className="visually-hidden">State before and after</caption>
      <thead>
        <tr>
          <th scope="col">state</th>
          <th scope="col">before</th>
          <th scope="col">after</th>
          <th scope="col">
            <span className="visually-hidden">what becomes of it</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, shownRows).map((row) => (
          <tr key={row.path} className={cx(styles[row.kind])}>
            <th scope="row">
              <code>{row.path === "" ? "the whole state" : row.path}</code>
            </th>
            <td>{valueText(row, "before")}</td>
            <td>{row.kind === "kept" ? "" : valueText(row, "after")}</td>
            <td>{row.kind}</td>
          </tr>
        ))}
        {rows.length > shownRows && (
          <tr>
            <td colSpan={4}>and {plural(rows.length - shownRows, "more field")}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
};

const valueText = (row: DiffRow, side: "before" | "after") =>
  row[side] === undefined ? "" : <code>{plainText(row[side], 60)}</code>;

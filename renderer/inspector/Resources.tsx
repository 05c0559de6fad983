import { Timer } from "lucide-react";
import type { Certificate } from "../../electron/engine/summary.ts";
import { useCertificates } from "../certificate/certificates.ts";
import { formatCount } from "../words/figures.ts";
import styles from "./Inspector.module.css";

/** What a module has made that outlives its calls: timers, sources, listeners, servers; of every generation that has some. */
export const Resources = ({ id }: { readonly id: string }) => {
  const answer = useCertificates(id);
  const owned = answer.kind === "told" ? answer.value.flatMap(resourcesOf) : [];
  if (owned.length === 0) return null;
  return (
    <>
      <h3 className={styles.section}>Resources · {formatCount(owned.reduce((sum, { count }) => sum + count, 0))}</h3>
      <ul>
        {owned.map(({ generation, label, count }) => (
          <li key={`${generation} ${label}`} className={styles.line}>
            <Timer size={13} className={styles.none} aria-hidden="true" />
            {label}
            <span className={styles.right}>
              {count > 1 && `${formatCount(count)} × `}#{generation}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
};

interface Owned {
  readonly generation: number;
  readonly label: string;
  readonly count: number;
}

const resourcesOf = ({ generation, holders }: Certificate): readonly Owned[] => {
  const counts = new Map<string, number>();
  for (const { kind, label } of holders) {
    if (kind === "resource" || kind === "source") counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].map(([label, count]) => ({ generation, label, count }));
};

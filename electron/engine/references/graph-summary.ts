/** The reference graph: who refers to whom, how often. */
import type { FunctionKind, ModuleStatus } from "../modules/summary.ts";

export type GraphNode =
  | {
      readonly id: string;
      readonly kind: "module";
      readonly label: string;
      readonly generation: number;
      readonly status: ModuleStatus;
    }
  | {
      readonly id: string;
      readonly kind: "function";
      readonly label: string;
      readonly module: string;
      readonly function: FunctionKind;
    }
  | { readonly id: string; readonly kind: "slot"; readonly label: string }
  | { readonly id: string; readonly kind: "external"; readonly label: string };

/** `from` refers to `to`, `count` times. `star` marks references through `*`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "import" | "slot" | "resource" | "call";
  readonly count: number;
  readonly star?: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

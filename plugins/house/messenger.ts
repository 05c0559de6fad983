import type { Handler, Performer } from "graft";

/** How often a message is tried. */
const ATTEMPTS = 3;

/** How long the network takes, in milliseconds. */
const DELAY_MS = 600;

declare module "graft" {
  interface Effects {
    /** Sends a message; what became of it comes back as the event `sent`. */
    send: { readonly to: string; readonly text: string; readonly attempt: number };
    /** Rings the bell at the door. */
    chime: { readonly times: number };
  }
  interface Events {
    sent: { readonly to: string; readonly text: string; readonly attempt: number; readonly ok: boolean };
    chimed: { readonly sound: string };
  }
}

/** A network that one cannot rely on. Put `fetch` here and it is a real one. */
export const performSend: Performer<"send"> = async ({ to, text, attempt }) => {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, DELAY_MS);
  });
  return [{ type: "sent", to, text, attempt, ok: Math.random() < 0.6 }];
};

export const performChime: Performer<"chime"> = ({ times }) => [
  { type: "chimed", sound: Array.from({ length: times }, (_, n) => (n % 2 === 0 ? "ding" : "dong")).join(" ") },
];

export const onSent: Handler<null, "sent"> = (_, { to, text, attempt, ok }) =>
  ok || attempt >= ATTEMPTS ? undefined : { effects: [{ type: "send", to, text, attempt: attempt + 1 }] };

import { greet } from "./a";

/** What is put in here is held until `drop`. */
const guests: ((name: string) => string)[] = [];

export const init = () => ({ said: "" });

export const onKeep = () => {
  guests.push(greet);
};

export const onCall = (_state: { said: string }, { name }: { name: string }) => ({
  state: { said: guests.map((guest) => guest(name)).join(" ") },
});

export const onDrop = () => {
  guests.length = 0;
};

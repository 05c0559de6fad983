import type { Source } from "graft";
import rooms from "./rooms.json";

// The world outside of the program. Handlers are pure, sources are not: here is chance, and here are the timers.
// Swap this module, and its timers are stopped and started anew; nobody else notices.

/** Somebody moves about every so many milliseconds. Try 200. */
const MOTION_MS = 1100;

/** The door is opened about every so many milliseconds. */
const DOOR_MS = 9000;

const WEATHER_MS = 1500;

declare module "graft" {
  interface Events {
    motion: { readonly room: string };
    door: { readonly open: boolean };
    /** Air temperature outside, in °C. */
    outside: { readonly celsius: number };
  }
}

export const sourceMotion: Source = (emit) => {
  const names = Object.keys(rooms);
  let room = 0;
  return repeat(MOTION_MS, () => {
    if (Math.random() < 0.4) room = Math.floor(Math.random() * names.length);
    emit({ type: "motion", room: names[room] ?? "hall" });
  });
};

export const sourceDoor: Source = (emit) => {
  let closing: ReturnType<typeof setTimeout> | undefined;
  const stop = repeat(DOOR_MS, () => {
    emit({ type: "door", open: true });
    closing = setTimeout(() => emit({ type: "door", open: false }), 800 + 3200 * Math.random());
  });
  return () => {
    stop();
    clearTimeout(closing);
  };
};

export const sourceWeather: Source = (emit) => {
  let celsius = 4;
  const stop = repeat(WEATHER_MS, () => {
    celsius = Math.min(12, Math.max(-6, celsius + 1.6 * (Math.random() - 0.5)));
    emit({ type: "outside", celsius: Math.round(celsius * 10) / 10 });
  });
  emit({ type: "outside", celsius });
  return stop;
};

/** Calls back again and again, never quite on time. */
const repeat = (ms: number, callback: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout>;
  const next = (): void => {
    timer = setTimeout(
      () => {
        callback();
        next();
      },
      ms * (0.5 + Math.random()),
    );
  };
  next();
  return () => clearTimeout(timer);
};

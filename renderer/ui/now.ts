import { useEffect, useState } from "react";

/** The time, in milliseconds since 1970, as of at most a second ago: for words that say how long something has lasted. */
export const useNow = (everyMs = 1000): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};

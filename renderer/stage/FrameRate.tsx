import { useEffect, useState } from "react";
import { framesDrawn } from "./frames.ts";

/** Frames that the stage drew in the last second; nothing while it draws none. */
export const FrameRate = () => {
  const [rate, setRate] = useState(0);
  useEffect(() => {
    let before = framesDrawn();
    const timer = setInterval(() => {
      const now = framesDrawn();
      setRate(now - before);
      before = now;
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return rate === 0 ? null : <code>{rate} fps</code>;
};

import { Bars } from "./Bars.tsx";
import { Scrubber } from "./Scrubber.tsx";
import styles from "./Timeline.module.css";

/** The turns as bars around where one looks, and below them the whole history as a line to scrub along. */
export const Timeline = () => (
  <div className={styles.timeline}>
    <Bars />
    <Scrubber />
  </div>
);

import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./ui/tokens.css";
import "./ui/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { tell } from "./store/actions.ts";
import { connect } from "./store/connect.ts";
import { followTheme } from "./store/theme.ts";

const start = async (): Promise<void> => {
  // Settings come first: the theme and the panels' sizes must be right in the first frame.
  await connect().catch(tell);
  followTheme();
  const root = document.querySelector("#root");
  if (root !== null) createRoot(root).render(<App />);
};

void start();

/** Another workspace is another graph: nothing of the last one's places, views and folders is kept. */
import { useWorkbench } from "../store/store.ts";
import { forgetWidths } from "./paint.ts";
import { forgetCameras } from "./viewport.ts";
import { forgetPlaces } from "./useLayout.ts";
import { forgetFolders } from "./view.ts";

useWorkbench.subscribe((state, before) => {
  if (state.workspace?.folder === before.workspace?.folder) return;
  forgetCameras();
  forgetPlaces();
  forgetWidths();
  forgetFolders();
});

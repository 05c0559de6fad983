import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { write } from "./core/deeds.ts";
import { openedModule } from "./core/documents.ts";
import { setEditor } from "./editor-store.ts";
import { closeTab } from "./tabs.ts";

/** Asks what is to become of text that is not saved. */
export const ClosingDialog = ({ tabKey }: { readonly tabKey: string }) => {
  const cancel = (): void => setEditor({ closing: null });
  const save = async (): Promise<void> => {
    const module = openedModule(tabKey);
    if (module !== undefined && (await write(module))) closeTab(tabKey, { isAsked: true });
    else cancel();
  };
  return (
    <Dialog
      title={`Save ${tabKey}?`}
      onClose={cancel}
      footer={
        <>
          <Button onClick={() => closeTab(tabKey, { isAsked: true })}>Discard it</Button>
          <Button onClick={cancel}>Cancel</Button>
          <Button look="accent" data-autofocus onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <p>Its text was edited and not saved. What was swapped from it runs on, whatever you choose.</p>
    </Dialog>
  );
};

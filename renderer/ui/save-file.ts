/** Lets the person choose where a file made by the window is kept. Slashes of its name become dashes. */
export const saveFile = (name: string, content: Blob): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name.replaceAll("/", "-");
  link.click();
  // The system's dialog reads it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

export const saveText = (name: string, text: string, type: string): void => saveFile(name, new Blob([text], { type }));

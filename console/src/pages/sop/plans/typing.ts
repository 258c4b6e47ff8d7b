// Typing over a selection. Chromium keeps the looks of what was selected as a style attribute, which
// the policy refuses with an error at every such key; here the text is replaced without it.
import { EditorView } from "@codemirror/view";

export const typingOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    const text = event.data;
    const plain = event.inputType === "insertText" && text && !main.empty && !view.composing;
    if (!plain || view.state.readOnly) return false;
    event.preventDefault();
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), {
        userEvent: "input.type",
        scrollIntoView: true,
      });
    const others = view.state.facet(EditorView.inputHandler); // brackets around what is selected
    const done = others.some((one) => one(view, main.from, main.to, text, insert));
    if (!done) view.dispatch(insert());
    return true;
  },
});

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { GoProvider } from "goferry/react";
import { App } from "./app.jsx";

createRoot(document.querySelector("#root")).render(
  <StrictMode>
    <GoProvider>
      <App />
    </GoProvider>
  </StrictMode>,
);

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./style.css";
import { Ticker } from "./ticker.jsx";

createRoot(document.querySelector("#root")).render(
  <StrictMode>
    <Ticker />
  </StrictMode>,
);

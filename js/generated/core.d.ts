import type { CoreArtifacts } from "../src/bridge/artifacts.js";
export const createBridge: CoreArtifacts["createBridge"];
export const imports: CoreArtifacts["imports"];
export const link: string;
export const merged: string;

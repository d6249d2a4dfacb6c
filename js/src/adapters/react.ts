"use client";
/**
 * `goferry/react`: Go programs in React 18 and 19.
 *
 * ```tsx
 * const { status, program, error } = useGo<Exports>("/main.wasm");
 * const greet = useExport(program, "greet");
 * ```
 *
 * @packageDocumentation
 */
import * as React from "react";
import type { AnyExports, AsyncExports } from "../exports.js";
import { load } from "../index.js";
import type { Program } from "../program.js";
import type { Source } from "../source.js";
import { newestStore, streamStore, type ChannelState, type ProgramOfChannels, type Sends, type StreamState, type UseChannelOptions, type UseChannelStreamOptions } from "./channel-store.js";
import { ExportStore, type ExportState, type ResultOf } from "./export-store.js";
import { GoRegistry, keyOf, type GoKey, type GoOptions, type GoState, type GoStore } from "./registry.js";
import type { Store } from "./store.js";

export type { ChannelState, ExportState, GoKey, GoOptions, GoState, ProgramOfChannels, ResultOf, Sends, StreamState, UseChannelOptions, UseChannelStreamOptions };

const { createContext, createElement, useContext, useMemo, useState, useSyncExternalStore } = React;
const Registry = createContext(new GoRegistry(load));

/** What a `GoProvider` takes. */
export interface GoProviderProps {
  /** The components that share its programs. */
  children?: React.ReactNode;
  /** How long a program is kept that no component uses any more, in milliseconds; 1000 by default. */
  releaseAfterMs?: number;
}

/** Holds the programs that the components below it share. Without one, they share those of the page. */
export function GoProvider(props: GoProviderProps): React.ReactElement {
  const { children, releaseAfterMs } = props;
  const [registry] = useState(() => new GoRegistry(load, releaseAfterMs));
  return createElement(Registry.Provider, { value: registry }, children);
}
Object.assign(GoProvider, { displayName: "GoProvider" }); // an assignment would be part of the types

/**
 * A Go program, loaded when the component is mounted, shared with every component that asks for the same address (or `key`), and ended some
 * time after the last of them is gone. Loads nothing while `source` is undefined. On a server it shows `loading`.
 */
export function useGo<T extends object = AnyExports>(source: Source | undefined, options?: GoOptions): GoState<T> {
  return useStore(useGoStore<T>(source, options));
}

/**
 * The same for `<Suspense>`: the component is suspended until the program runs, and an error of loading goes to the error boundary. Browsers
 * only: on a server it throws, so that the nearest `<Suspense>` shows its fallback until the browser takes over.
 */
export function useGoSuspense<T extends object = AnyExports>(source: Source, options?: GoOptions): GoState<T> & { readonly program: Program<T> } {
  const store = useGoStore<T>(source, options);
  const state = useStore(store);
  if (typeof document === "undefined") {
    const error = new Error("goferry: useGoSuspense runs Go programs in browsers only; on a server, wrap the component in <Suspense>, or use useGo");
    throw Object.assign(error, { digest: "BAILOUT_TO_CLIENT_SIDE_RENDERING" }); // by which Next knows that the fallback is to be sent
  }
  if ("use" in React) React.use(store.ready()); // each time: React minds if it is not
  else if (state.status === "failed") throw state.error;
  else if (!state.program) throw store.ready();
  return state as GoState<T> & { program: Program<T> };
}

/** A function of `program.exports`: `call` it, and show its newest call. `program` may still be undefined. */
export function useExport<T extends object, K extends string & keyof T>(program: Program<T> | undefined, name: K): ExportState<ResultOf<T[K]>> & { readonly call: AsyncExports<T>[K] } {
  const store = useMemo(() => new ExportStore(program, name), [program, name]);
  return { ...useStore(store), call: store.call };
}

/**
 * The newest message of a channel, shown at most once an animation frame, and `send`. `In` is what the page sends, `Out` what Go does. `program` may
 * still be undefined.
 */
export function useChannel<In, Out = In>(program: ProgramOfChannels | undefined, name: string, options?: UseChannelOptions): ChannelState<Out> & Sends<In> {
  const store = useMemo(() => newestStore<In, Out>(program, name, options), [program, name]);
  return { ...useStore(store), send: store.send };
}

/** The messages of a channel, shown once an animation frame, and `send`. */
export function useChannelStream<In, Out = In>(program: ProgramOfChannels | undefined, name: string, options?: UseChannelStreamOptions): StreamState<Out> & Sends<In> {
  const store = useMemo(() => streamStore<In, Out>(program, name, options), [program, name]);
  return { ...useStore(store), send: store.send };
}

function useGoStore<T extends object>(source: Source | undefined, options: GoOptions | undefined): GoStore<T> {
  const registry = useContext(Registry);
  // Options, and a source that is no address, are those of the first rendering with this key.
  return useMemo(() => registry.store<T>(source, options), [registry, source === undefined, keyOf(source, options)]);
}

function useStore<S>(store: Store<S>): S {
  return useSyncExternalStore(store.subscribe, store.get, () => store.initial);
}

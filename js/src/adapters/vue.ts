/**
 * `goferry/vue`: Go programs in Vue 3.
 *
 * ```ts
 * const { status, program, error } = useGo<Exports>("/main.wasm");
 * const { call: greet, result } = useExport(program, "greet");
 * ```
 *
 * @packageDocumentation
 */
import { computed, getCurrentInstance, markRaw, onMounted, onScopeDispose, shallowRef, toValue, watch } from "vue";
import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from "vue";
import type { AnyExports, AsyncExports } from "../exports.js";
import { load } from "../index.js";
import type { Program } from "../program.js";
import type { Source } from "../source.js";
import { newestStore, streamStore, type ChannelState, type ChannelStore, type ProgramOfChannels, type Sends, type StreamState, type UseChannelOptions, type UseChannelStreamOptions } from "./channel-store.js";
import { ExportStore, type ExportState, type ResultOf } from "./export-store.js";
import { GoRegistry, type GoKey, type GoOptions, type GoState } from "./registry.js";
import type { Store } from "./store.js";

export type { ChannelState, ExportState, GoKey, GoOptions, GoState, ProgramOfChannels, ResultOf, Sends, StreamState, UseChannelOptions, UseChannelStreamOptions };

/** The properties of a state, each as a ref. */
export type Refs<S> = { readonly [K in keyof S]: ComputedRef<S[K]> };

const registry = new GoRegistry(load);

/**
 * A Go program, loaded when the component is mounted, shared with everyone who asks for the same address (or `key`), and ended some time after
 * the last of them is gone. Loads nothing while the source is undefined, and nothing on a server, where it shows `loading`.
 */
export function useGo<T extends object = AnyExports>(source: MaybeRefOrGetter<Source | undefined>, options?: GoOptions): Refs<GoState<T>> {
  const { state } = useStore(() => registry.store<T>(toValue(source), options));
  return refs(state);
}

/** The same for `<Suspense>`: resolves when the program runs, and rejects where it cannot be started. Browsers only: it rejects on a server. */
export async function useGoSuspense<T extends object = AnyExports>(source: MaybeRefOrGetter<Source>, options?: GoOptions): Promise<Refs<GoState<T>>> {
  if (onServer()) throw new Error("goferry: useGoSuspense runs Go programs in browsers only; on a server, use useGo, or render the component in the browser alone");
  const store = registry.store<T>(toValue(source), options);
  const { state } = useStore(() => registry.store<T>(toValue(source), options), true);
  await store.ready();
  return refs(state);
}

/** A function of `program.exports`: `call` it, and show its newest call. The program may still be undefined. */
export function useExport<T extends object, K extends string & keyof T>(program: MaybeRefOrGetter<Program<T> | undefined>, name: K): Refs<ExportState<ResultOf<T[K]>>> & { readonly call: AsyncExports<T>[K] } {
  const { store, state } = useStore(() => new ExportStore(toValue(program), name));
  const call = ((...args: never[]) => (store.value.call as (...args: never[]) => unknown)(...args)) as AsyncExports<T>[K];
  const { pending, error, result } = refs(state);
  return { pending, error, result, call };
}

/**
 * The newest message of a channel, shown at most once an animation frame, and `send`. `In` is what the page sends, `Out` what Go does. The program
 * may still be undefined.
 */
export function useChannel<In, Out = In>(program: MaybeRefOrGetter<ProgramOfChannels | undefined>, name: string, options?: UseChannelOptions): Refs<ChannelState<Out>> & Sends<In> {
  return channelRefs(() => newestStore<In, Out>(toValue(program), name, options));
}

/** The messages of a channel, shown once an animation frame, and `send`. */
export function useChannelStream<In, Out = In>(program: MaybeRefOrGetter<ProgramOfChannels | undefined>, name: string, options?: UseChannelStreamOptions): Refs<StreamState<Out>> & Sends<In> {
  return channelRefs(() => streamStore<In, Out>(toValue(program), name, options));
}

function channelRefs<S extends { error: unknown }, In, Out>(make: () => ChannelStore<S, In, Out>): Refs<S> & Sends<In> {
  const { store, state } = useStore<S, ChannelStore<S, In, Out>>(make);
  return { ...refs(state), send: value => store.value.send(value) };
}

const onServer = (): boolean => typeof document === "undefined";

/** Follows a store, and the next one where what makes it changes: a component from when it is mounted, so that it is hydrated as a server sees it. */
function useStore<S extends object, Made extends Store<S>>(make: () => Made & Store<S>, now = false): { store: ComputedRef<Made>; state: ShallowRef<S> } {
  const store = computed(make);
  const state = shallowRef<S>(store.value.initial) as ShallowRef<S>;
  let stop = (): void => {};
  const follow = (): void => {
    stop = watch(store, ({ subscribe, get }, _before, onCleanup) => {
      const show = (): void => void (state.value = get());
      onCleanup(subscribe(show));
      show();
    }, { immediate: true });
  };
  if (onServer()) return { store, state };
  if (getCurrentInstance() && !now) onMounted(follow);
  else follow();
  onScopeDispose(() => stop(), true);
  return { store, state };
}

function refs<S extends object>(state: ShallowRef<S>): Refs<S> {
  const names = Object.keys(state.value) as (keyof S)[];
  // A program in a reactive() of the page's would be wrapped, and lose its private fields.
  const raw = <V>(value: V): V => (value instanceof Object && "exports" in value ? markRaw(value) : value);
  return Object.fromEntries(names.map(name => [name, computed(() => (name === "program" ? raw(state.value[name]) : state.value[name]))])) as Refs<S>;
}

/** Servers, sockets, requests, watchers, processes, threads, channels: booked to whoever is at work (O3). */
import type { ChildProcess } from "node:child_process";
import type { EventEmitter } from "node:events";
import type { Server, Socket } from "node:net";
import { isReadable } from "node:stream";
import { type Scope, asHost, scopeNow } from "./owner.ts";
import { GenerationEnded, type Resource, type ResourceKind } from "./resources.ts";
import { ticksUntilEnd, untilEnd } from "./timers.ts";
import { type AnyFunction, nodeModule, replaceBy, withCallbacks, wrapClass, wrapFunction } from "./wrap.ts";

/** Wraps what makes them, for the whole process. */
export const wrapHandles = (): void => {
  wrapServers();
  wrapSockets();
  wrapRequests();
  wrapWatchers();
  wrapProcesses();
  wrapThreads();
  wrapFetch();
};

interface Handle {
  readonly kind: ResourceKind;
  readonly label: () => string;
  readonly dispose: () => void;
  /** The event that says that it has ended. */
  readonly end: string;
}

/** Each once, however often it is begun. */
const booked = new WeakSet<object>();

const bookUntil = (scope: Scope, of: EventEmitter, { kind, label, dispose, end }: Handle): void => {
  if (booked.has(of)) return;
  booked.add(of);
  const resource: Resource = {
    kind,
    get label() {
      return label();
    },
    dispose,
  };
  of.once(end, () => {
    booked.delete(of);
    scope.book.strikeOff(resource);
  });
  scope.book.add(resource, scope);
};

const wrapServers = (): void => {
  for (const name of ["net", "http", "https", "tls"])
    wrapFunction(nodeModule(name), "createServer", (original, scope, self, parameters) =>
      original.apply(self, withCallbacks(scope, "server", parameters)),
    );
  // Servers of every protocol inherit it.
  wrapFunction(prototypeOf(nodeModule("net")["Server"]), "listen", (original, scope, self, parameters) => {
    const server = self as Server;
    const connections = booked.has(server) ? new Set<Socket>() : connectionsOf(server);
    const result = original.apply(self, withCallbacks(scope, "server", parameters));
    bookUntil(scope, server, {
      kind: "server",
      label: () => `server on ${addressOf(server)}`,
      dispose: () => {
        server.close();
        for (const connection of connections) connection.destroy();
      },
      end: "close",
    });
    return result;
  });
};

const connectionsOf = (server: Server): ReadonlySet<Socket> => {
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return connections;
};

const addressOf = (server: Pick<Server, "address">): string => {
  const address = server.address();
  if (address === null) return "no port yet";
  return typeof address === "string" ? address : `:${address.port}`;
};

/** Sockets of an agent belong to the agent, which hands them from one request to the next: there the requests are booked. */
const wrapSockets = (): void => {
  const net = nodeModule("net");
  for (const table of [net, nodeModule("tls")])
    for (const name of ["connect", "createConnection"])
      wrapFunction(table, name, (original, scope, self, parameters) =>
        original.apply(self, isOfAgent(parameters) ? parameters : withCallbacks(scope, "socket", parameters)),
      );
  wrapFunction(prototypeOf(net["Socket"]), "connect", (original, scope, self, parameters) => {
    const socket = self as Socket;
    const result = original.apply(self, parameters);
    if (isOfAgent(parameters)) return result;
    const { host = "", port = "", path = `${host}:${port}` } = optionsOf(parameters);
    const dispose = (): void => void socket.destroy();
    bookUntil(scope, socket, { kind: "socket", label: () => `socket to ${path}`, dispose, end: "close" });
    return result;
  });
  wrapFunction(nodeModule("dgram"), "createSocket", (original, scope, self, parameters) => {
    const socket = original.apply(self, withCallbacks(scope, "socket", parameters)) as Datagrams;
    const dispose = (): void => socket.close();
    bookUntil(scope, socket, { kind: "socket", label: () => `UDP socket${portOf(socket)}`, dispose, end: "close" });
    return socket;
  });
};

type Datagrams = EventEmitter & { readonly close: () => void; readonly address: () => { readonly port: number } };

const portOf = (socket: Datagrams): string => {
  try {
    return ` on :${socket.address().port}`;
  } catch {
    return "";
  }
};

interface ConnectOptions {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly _agentKey?: string;
}

const optionsOf = ([first, second]: readonly unknown[]): ConnectOptions => {
  // Node hands itself `[options, callback]`.
  const given: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof given === "object" && given !== null) return given;
  if (typeof given === "string" && Number.isNaN(Number(given))) return { path: given };
  return { port: Number(given), ...(typeof second === "string" ? { host: second } : {}) };
};

const isOfAgent = (parameters: readonly unknown[]): boolean => optionsOf(parameters)._agentKey !== undefined;

type Request = EventEmitter & { readonly destroy: () => void; readonly host?: string; readonly method?: string };

const wrapRequests = (): void => {
  for (const name of ["http", "https"])
    for (const maker of ["request", "get"])
      wrapFunction(nodeModule(name), maker, (original, scope, self, parameters) => {
        const request = original.apply(self, withCallbacks(scope, `${name} request`, parameters)) as Request;
        bookUntil(scope, request, {
          kind: "request",
          label: () => `${request.method ?? "GET"} request to ${request.host ?? name}`,
          dispose: () => {
            // Nobody of the old code is told.
            request.on("error", () => undefined);
            request.destroy();
          },
          end: "close",
        });
        return request;
      });
};

type Closable = EventEmitter & { readonly close: () => void };

const wrapWatchers = (): void => {
  const fs = nodeModule("fs");
  wrapFunction(fs, "watch", (original, scope, self, parameters) => {
    const watcher = original.apply(self, withCallbacks(scope, "fs.watch", parameters)) as Closable;
    const label = `fs.watch ${String(parameters[0])}`;
    bookUntil(scope, watcher, { kind: "watcher", label: () => label, dispose: () => watcher.close(), end: "close" });
    return watcher;
  });
  wrapFunction(fs, "watchFile", (original, scope, self, parameters) => {
    const watcher = original.apply(self, parameters) as EventEmitter;
    const listener = parameters.at(-1) as AnyFunction;
    const unwatch = fs["unwatchFile"] as (file: unknown, listener: unknown) => void;
    const resource: Resource = {
      kind: "watcher",
      label: `fs.watchFile ${String(parameters[0])}`,
      dispose: () => unwatch(parameters[0], listener),
      isLive: () => watcher.listeners("change").includes(listener),
    };
    scope.book.add(resource, scope);
    return watcher;
  });
  wrapFunction(nodeModule("fs/promises"), "watch", (original, scope, self, parameters) => {
    const [file, given] = parameters;
    const options = (typeof given === "string" ? { encoding: given } : given) as Record<string, unknown> | undefined;
    const begin = (all: unknown): AsyncIterable<unknown> => original.call(self, file, all) as AsyncIterable<unknown>;
    return ticksUntilEnd(scope, `fs.watch ${String(file)}`, options, begin, "watcher");
  });
};

/** Every way to start a process ends in this method. */
const wrapProcesses = (): void => {
  const table = nodeModule("child_process");
  for (const name of ["exec", "execFile"])
    wrapFunction(table, name, (original, scope, self, parameters) =>
      original.apply(self, withCallbacks(scope, name, parameters)),
    );
  wrapFunction(prototypeOf(table["ChildProcess"]), "spawn", (original, scope, self, parameters) => {
    const child = self as ChildProcess;
    const result = original.apply(self, parameters);
    const dispose = (): void => {
      child.kill();
      // What it has started itself may keep them open.
      for (const stream of child.stdio ?? []) stream?.destroy();
    };
    if (child.pid !== undefined)
      bookUntil(scope, child, { kind: "process", label: () => `process ${child.spawnfile}`, dispose, end: "exit" });
    return result;
  });
};

const wrapThreads = (): void => {
  const table = nodeModule("worker_threads");
  wrapClass(table, "Worker", (made, scope) => {
    const worker = made as EventEmitter & { readonly terminate: () => Promise<number> };
    const dispose = (): void => void worker.terminate();
    bookUntil(scope, worker, { kind: "thread", label: () => "worker thread", dispose, end: "exit" });
  });
  for (const where of [table, globalThis]) {
    wrapClass(where, "MessageChannel", (made, scope) => {
      const { port1 } = made as { readonly port1: Closable };
      const dispose = (): void => port1.close();
      bookUntil(scope, port1, { kind: "channel", label: () => "MessageChannel", dispose, end: "close" });
    });
    wrapClass(where, "BroadcastChannel", (made, scope) => {
      const channel = made as { readonly name: string; readonly close: () => void };
      const label = `BroadcastChannel ${JSON.stringify(channel.name)}`;
      scope.book.add({ kind: "channel", label, dispose: () => channel.close() }, scope);
    });
  }
  wrapClass(globalThis, "WebSocket", (made, scope) => {
    const socket = made as EventTarget & {
      readonly url: string;
      readonly readyState: number;
      readonly close: () => void;
    };
    const isLive = (): boolean => socket.readyState < 3;
    scope.book.add(
      { kind: "socket", label: `WebSocket to ${socket.url}`, dispose: () => socket.close(), isLive },
      scope,
    );
  });
};

/**
 * Booked until it answers, and again while its body comes. Its connection belongs to the process: the next request may
 * use it.
 */
const wrapFetch = (): void => {
  const original = globalThis.fetch as AnyFunction;
  const replacement: AnyFunction = function fetch(input, init) {
    const scope = scopeNow();
    const begin = (options: unknown): Promise<Response> =>
      asHost(() => original.call(globalThis, input, options)) as Promise<Response>;
    if (scope === undefined || (init !== undefined && (typeof init !== "object" || init === null))) return begin(init);
    const given = (init ?? {}) as Record<string, unknown> & { readonly signal?: AbortSignal };
    const signal = given.signal ?? (input instanceof Request ? input.signal : undefined);
    const end = new AbortController();
    const label = `fetch ${input instanceof Request ? input.url : String(input)}`;
    return untilEnd(scope, label, signal === undefined ? given : { ...given, signal }, begin, {
      kind: "request",
      end,
      onValue: ({ body }) => {
        if (body !== null) bookBody(scope, label, body, end);
      },
    });
  };
  replaceBy(globalThis, "fetch", original, replacement);
};

const bookBody = (scope: Scope, label: string, body: ReadableStream, end: AbortController): void => {
  const weak = new WeakRef(body);
  const isLive = (): boolean => {
    const stream = weak.deref() as unknown as NodeJS.ReadableStream | undefined;
    return stream !== undefined && isReadable(stream) === true;
  };
  const resource: Resource = {
    kind: "request",
    label: `body of ${label}`,
    dispose: () => end.abort(new GenerationEnded()),
    isLive,
  };
  if (isLive()) scope.book.add(resource, scope);
};

const prototypeOf = (made: unknown): object => (made as { readonly prototype: object }).prototype;

/// <reference lib="esnext.disposable" />
import type { Action } from './generated/actions.cjs';

export type { Action, Actions, Target } from './generated/actions.cjs';

/** Options of `start`: the program's flags in camelCase. An option that is left out has the program's default. */
export interface Options {
  /** Path of the program. Default: the environment variable `GATEWAY_SIM_PROGRAM`, else the program in the package. */
  program?: string;
  /** The bot's token, which `sim.token` returns. Default: the environment variable `SIM_TOKEN`, else a fixed token. */
  token?: string;
  /** Port on 127.0.0.1. Default: a free one. */
  port?: number;
  /** Address to listen on, for example `0.0.0.0:8910`. Not together with `port`. */
  listen?: string;
  /** Seed of the world and of every random choice. Default: 1. */
  seed?: number | bigint;
  /** Guilds the bot is in. Default: 3. */
  guilds?: number;
  /** Members of each guild. Default: 10. */
  members?: number;
  /** Shard count that GET /gateway/bot recommends. Default: one for each 1000 guilds. */
  shards?: number;
  /** Identifies that may be sent concurrently, one for each rate limit key per 5 s. Default: 1. */
  maxConcurrency?: number;
  /** How much less than 5 s apart two Identifies of one key may arrive, in ms; 5000 switches the rule off. Default: 100. */
  identifyToleranceMs?: number;
  /** Delay before an Identify that arrives too early is answered with Invalid Session (op 9), in ms. Default: 0. */
  earlyIdentifyDelayMs?: number;
  /** Session starts allowed in 24 hours; one more resets the token. Default: 1000. */
  sessionStarts?: number;
  /** Refuse requests that Discord accepts although its docs forbid them. Otherwise `warnings()` lists them. */
  strict?: boolean;
  /** Privileged intents that are not switched on for the app: requesting one is close code 4014. */
  withoutIntent?: PrivilegedIntent | PrivilegedIntent[];
  /** Most guilds a session may have; more are close code 4011. Default: 2500. */
  guildsPerShard?: number;
  /** Do not limit REST requests. */
  noRestLimits?: boolean;
  /** `heartbeat_interval` in ms. Default: 41,250. */
  heartbeatMs?: number;
  /** Events of live traffic a second. Default: none. */
  eventsPerSecond?: number;
  /** Seconds between two `!ping` messages of live traffic; 0 for none. Default: 5. */
  pingSeconds?: number;
  /** Path of a script to play. */
  script?: string;
  /** File to record all actions to, as a script that can be played. */
  record?: string;
  /** Random faults a minute (drops, op 7, op 9, damaged streams and more). Default: none. */
  chaosPerMinute?: number;
  /** Seconds for which a session without a connection can be resumed. Default: 180. */
  sessionSeconds?: number;
  /** Serve HTTPS and WSS; `sim.caPem` is the certificate authority. */
  tls?: boolean;
  /** File for the authority's certificate (PEM). */
  caOut?: string;
  /** Directory with example messages (JSON files) for live traffic. */
  examples?: string;
}

export type PrivilegedIntent = 'members' | 'presences' | 'message-content';

/** A line of a script. */
export type ScriptLine =
  | (Action & { at_ms?: number; every_ms?: number; times?: number })
  | { wait_for_sessions: number }
  | { wait_for_command: string };

/** A JSON object from the simulator. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read its fields without a cast
export type Json = Record<string, any>;

/**
 * Starts a simulator and resolves once it listens.
 *
 * It ends with `stop()`, at the end of a block with `await using`, or with this process.
 * Rejects with a `StartError`, which has the program's stderr, if the program does not start.
 */
export function start(options?: Options): Promise<Sim>;

/** Returns the path of the program that `start` runs. Throws a `StartError` if there is none for this platform. */
export function program(): string;

/** A running simulator, created by `start`. Every method rejects with a `SimError` if the simulator has ended. */
export class Sim {
  private constructor();
  /** The base of all URLs, for example `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The base URL of REST, without a version: `${url}/api`. */
  readonly api: string;
  /** The gateway's URL. A client gets it by `GET /gateway/bot`. */
  readonly gateway: string;
  /** The base URL of the control endpoint, which the methods use: `${url}/sim`. */
  readonly control: string;
  /** Host and port of the voice server, without a scheme. */
  readonly voice: string;
  /** The bot's token. */
  readonly token: string;
  /** The certificate authority (PEM) if the simulator was started with `tls`. */
  readonly caPem: string | undefined;

  /** Performs an action, and resolves with a report of it. Rejects with a `ControlError` if the action is invalid. */
  act(action: Action): Promise<Json>;
  /** Performs several actions in order. If one is invalid, those before it were done; `ControlError.action` is its index. */
  act(actions: readonly Action[]): Promise<Json[]>;
  /** Plays a script from now on: its text, or its lines as objects. */
  play(script: string | readonly ScriptLine[]): Promise<void>;
  /** Returns all counters: Identifies, Resumes, closes, events, REST requests by route. */
  stats(): Promise<Json>;
  /** Returns the punishments that the bot would have got from Discord. Both lists should be empty. */
  punishments(): Promise<{ token_resets: Json[]; edge_bans: Json[] }>;
  /** Returns the requests of the bot that Discord accepts although its docs forbid them, with counts. */
  warnings(): Promise<Record<string, number>>;
  /** Returns the newest connections that the simulator closed, and why. */
  closes(): Promise<Json[]>;
  /** Returns the open gateway connections, with shard, session, sequence and presence. */
  connections(): Promise<Json[]>;
  /** Returns the bot, the guilds, and the first guild's channels, roles and members. */
  world(): Promise<Json>;
  /** Returns the REST operations that the simulator has. */
  routes(): Promise<string[]>;
  /** Returns the newest connections of voice drivers, and what they sent. */
  voiceConnections(): Promise<Json[]>;
  /** Returns the bot's answers to an interaction so far. */
  interaction(id: string): Promise<Json>;
  /**
   * Resolves with the bot's answers to an interaction once there is one. Also waits for the message of a deferred answer.
   * Rejects with a `SimError` if there is none within `waitMs` (default: 5000).
   */
  waitForAnswer(id: string, options?: { waitMs?: number }): Promise<Json>;
  /** Resolves with a command once the bot has registered it. Rejects with a `ControlError` after `waitMs` (default: 5000). */
  waitForCommand(name: string, options?: { waitMs?: number; guild?: string }): Promise<Json>;
  /** Stops the simulator, and resolves once it has ended. It may be called again. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The simulator has ended, or does not answer. */
export class SimError extends Error {}

/** The program did not start. */
export class StartError extends SimError {
  /** The program's stderr, which is also in the message. */
  readonly stderr: string;
  /** The program's exit status, or the signal that ended it; null if it did not run. */
  readonly status: number | string | null;
}

/** The simulator refused a request, for example an action with an invalid field. */
export class ControlError extends SimError {
  /** The HTTP status. */
  readonly status: number;
  /** The index of the refused action in the list; the actions before it were done. */
  readonly action: number | undefined;
}

/// <reference lib="esnext.disposable" />
import type { Action } from './generated/actions.cjs';

export type { Action, Actions, Target } from './generated/actions.cjs';

/** Options of `start`: the program's flags in camelCase. An option that is left out has the program's default. */
export interface Options {
  /** Path of another gateway-sim than the one of this package. Default: `GATEWAY_SIM_PROGRAM` of the environment. */
  program?: string;
  /** The bot's token. Default: `SIM_TOKEN` of the environment, else a made-up one; `sim.token` tells it. */
  token?: string;
  /** Port on 127.0.0.1. Default: a free one. */
  port?: number;
  /** Address to listen on, for example `0.0.0.0:8910`. Not together with `port`. */
  listen?: string;
  /** Seed of the world and of every choice. Default: 1. */
  seed?: number | bigint;
  /** Guilds the bot is in. Default: 3. */
  guilds?: number;
  /** Members of each guild. Default: 10. */
  members?: number;
  /** Shard count that GET /gateway/bot recommends. Default: one for each 1000 guilds. */
  shards?: number;
  /** Identifies allowed at once. Default: 1. */
  maxConcurrency?: number;
  /** How much less than 5 s apart two Identifies of one key may come, in ms; 5000 switches the rule off. Default: 100. */
  identifyToleranceMs?: number;
  /** How long after an Identify that came too early its Invalid Session (op 9) is sent, in ms. Default: 0. */
  earlyIdentifyDelayMs?: number;
  /** Session starts allowed in 24 hours; one more resets the token. Default: 1000. */
  sessionStarts?: number;
  /** Refuse what the docs do not allow, though Discord takes it; without it, `warnings()` lists it. */
  strict?: boolean;
  /** Privileged intents that are not switched on for the app: to ask for one is close code 4014. */
  withoutIntent?: PrivilegedIntent | PrivilegedIntent[];
  /** Most guilds a session may have; more are close code 4011. Default: 2500. */
  guildsPerShard?: number;
  /** Limit no REST requests. */
  noRestLimits?: boolean;
  /** `heartbeat_interval` in ms. Default: 41,250. */
  heartbeatMs?: number;
  /** Events of live traffic a second. Default: none. */
  eventsPerSecond?: number;
  /** Seconds between two `!ping` messages of live traffic; 0 is none. Default: 5. */
  pingSeconds?: number;
  /** File with a script to play. */
  script?: string;
  /** File to write what happens into, as a script that plays again. */
  record?: string;
  /** Faults by seed a minute (drops, op 7, op 9, damaged streams and more). Default: none. */
  chaosPerMinute?: number;
  /** Seconds for which a session without a connection can be resumed. Default: 180. */
  sessionSeconds?: number;
  /** Speak HTTPS and WSS; `sim.caPem` is the certificate authority. */
  tls?: boolean;
  /** File to write the authority's certificate (PEM) into. */
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

/** A JSON object of the simulation. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into it as it is
export type Json = Record<string, any>;

/**
 * Starts a simulation and resolves once it listens.
 *
 * It ends with `stop()`, at the end of a block with `await using`, or with this process.
 * Rejects with a `StartError`, which has what the program wrote to stderr, if it does not start.
 */
export function start(options?: Options): Promise<Sim>;

/** The path of the program that `start` runs. Throws a `StartError` if there is none for this platform. */
export function program(): string;

/** A running simulation. `start` makes it. Every method rejects with a `SimError` if the simulation has ended. */
export class Sim {
  private constructor();
  /** The base of all URLs, for example `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The base URL of REST, without a version: `${url}/api`. */
  readonly api: string;
  /** The gateway's URL. A client learns it from `GET /gateway/bot`. */
  readonly gateway: string;
  /** The control endpoint, which the methods use: `${url}/sim`. */
  readonly control: string;
  /** Host and port of the voice server. */
  readonly voice: string;
  /** The bot's token. */
  readonly token: string;
  /** The certificate authority (PEM) if it was started with `tls`. */
  readonly caPem: string | undefined;

  /** Does an action, and resolves with what was done. Rejects with a `ControlError` if the action is wrong. */
  act(action: Action): Promise<Json>;
  /** Does several actions in their order. If one is wrong, those before it were done; `ControlError.action` is its place. */
  act(actions: readonly Action[]): Promise<Json[]>;
  /** Plays a script from now on: its text, or its lines as objects. */
  play(script: string | readonly ScriptLine[]): Promise<void>;
  /** Counters of everything: Identifies, Resumes, closes, events, REST requests by route. */
  stats(): Promise<Json>;
  /** What Discord would have punished. Both lists should be empty. */
  punishments(): Promise<{ token_resets: Json[]; edge_bans: Json[] }>;
  /** What the bot sent that the docs do not allow and Discord takes: how often each was sent. */
  warnings(): Promise<Record<string, number>>;
  /** The newest connections that were closed, and why. */
  closes(): Promise<Json[]>;
  /** The open gateway connections, with shard, session, sequence and presence. */
  connections(): Promise<Json[]>;
  /** The bot, the guilds, and the first guild's channels, roles and members. */
  world(): Promise<Json>;
  /** The REST operations that the simulation has. */
  routes(): Promise<string[]>;
  /** The newest connections of voice drivers, and what they did. */
  voiceConnections(): Promise<Json[]>;
  /** What the bot has answered to an interaction so far. */
  interaction(id: string): Promise<Json>;
  /**
   * Resolves with what the bot has answered to an interaction once there is an answer; a deferred one is waited for.
   * Rejects with a `SimError` if there is none in `waitMs` (5000).
   */
  waitForAnswer(id: string, options?: { waitMs?: number }): Promise<Json>;
  /** Resolves with a command once the bot has registered it. Rejects with a `ControlError` if it has not in `waitMs` (5000). */
  waitForCommand(name: string, options?: { waitMs?: number; guild?: string }): Promise<Json>;
  /** Ends the simulation, and resolves once it has ended. To do it twice is no error. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The simulation has ended, or does not answer. */
export class SimError extends Error {}

/** The program did not start. */
export class StartError extends SimError {
  /** What it wrote to stderr; the message has it too. */
  readonly stderr: string;
  /** Its exit status or the signal that ended it; null if it did not run. */
  readonly status: number | string | null;
}

/** The simulation refused a request, for example an action with a field that is wrong. */
export class ControlError extends SimError {
  /** The HTTP status. */
  readonly status: number;
  /** The place in the list of the action that was refused; those before it were done. */
  readonly action: number | undefined;
}

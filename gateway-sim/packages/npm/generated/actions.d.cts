// Made by gateway-sim/packages/action_types.py from docs/actions.md. Do not edit.

/** The connections to which something happens. */
export type Target = 'all' | { shard: number } | { connection: number };

/** The fields of every action, by its name. */
export interface Actions {
  /** A user writes a message. Without a channel, in the first text channel of the guild (or of the first guild); without an author, by the guild's first member. */
  message: {
    /** What is written. */
    content: string;
    /** Guild id. */
    guild?: string;
    /** Channel id. */
    channel?: string;
    /** User id. */
    author?: string;
    /** Further fields of the message object. */
    fields?: unknown;
  };
  /** A user reacts to a message. */
  react: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
    /** The emoji: a Unicode one, or `name:id`. */
    emoji: string;
    /** User id; the guild's first member where it is left out. */
    user?: string;
  };
  /** A user takes a reaction back. */
  unreact: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
    /** The emoji, as for `react`. */
    emoji: string;
    /** User id; the guild's first member where it is left out. */
    user?: string;
  };
  /** A user changes a message of their own. */
  edit: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
    /** What it says now. */
    content: string;
    /** User id; the guild's first member where it is left out. */
    user?: string;
    /** Further fields of the message object. */
    fields?: unknown;
  };
  /** A user deletes a message, their own or as a moderator. */
  delete: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
  };
  /** A user types in a channel. Without a channel, as for `message`. */
  type: {
    /** Guild id. */
    guild?: string;
    /** Channel id. */
    channel?: string;
    /** User id. */
    user?: string;
  };
  /** A user votes in a poll, or with `back` takes the vote back. */
  vote: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
    /** The `answer_id` of the answer. */
    answer: number;
    /** User id; the guild's first member where it is left out. */
    user?: string;
    /** Whether the vote is taken back. */
    back?: boolean;
  };
  /** A user is interested in a scheduled event, or with `back` no longer. */
  interested: {
    /** Guild id; the first guild where it is left out. */
    guild?: string;
    /** Event id. */
    event: string;
    /** User id. */
    user: string;
    /** Whether the user is interested no longer. */
    back?: boolean;
  };
  /** Somebody new joins a guild. */
  join: {
    /** Guild id; the first guild where it is left out. */
    guild?: string;
    /** Username. */
    name: string;
  };
  /** A member leaves a guild. */
  leave: {
    /** Guild id; the first guild where it is left out. */
    guild?: string;
    /** User id. */
    user: string;
  };
  /** A member joins a voice channel, moves, or leaves voice. */
  voice: {
    /** Guild id; the first guild where it is left out. */
    guild?: string;
    /** User id. */
    user: string;
    /** Channel id; out of voice where it is left out. */
    channel?: string;
  };
  /** A user uses a command. Its interaction is in the answer, as the bot receives it. */
  use_command: {
    /** Name, with group and subcommand where there are some: `config set`. */
    name: string;
    /** Values by the names of options. Users, roles and channels are given as ids, an attachment as `{"filename": .., "size": ..}`. */
    options?: unknown;
    /** For a user command a user's id, for a message command a message's. */
    target?: string;
    /** Guild id; the first guild where it and the channel are left out. */
    guild?: string;
    /** Channel id; the guild's first text channel where it is left out. */
    channel?: string;
    /** User id; the guild's first member where it is left out. */
    user?: string;
  };
  /** A user types in an option of a slash command that has autocomplete. */
  autocomplete: {
    /** Name of the command, as for `use_command`. */
    name: string;
    /** What is filled in so far, by the names of options. */
    options?: unknown;
    /** The option being typed. */
    focused: string;
    /** Guild id. */
    guild?: string;
    /** Channel id. */
    channel?: string;
    /** User id. */
    user?: string;
  };
  /** A user presses a button. */
  press_button: {
    /** Message id. */
    message: string;
    /** The button's `custom_id`. */
    custom_id: string;
    /** User id. Where it is left out: for an ephemeral message who sees it, else the first member. */
    user?: string;
  };
  /** A user picks from a select menu. */
  select: {
    /** Message id. */
    message: string;
    /** The menu's `custom_id`. */
    custom_id: string;
    /** What is picked: values of options, or ids. */
    values: Array<string>;
    /** User id, as for `press_button`. */
    user?: string;
  };
  /** The user for whom a modal was opened fills it in and submits it. */
  submit_modal: {
    /** Id of the interaction that was answered with the modal. */
    interaction: string;
    /** By `custom_id`: a text, a value, a list of values, a boolean, or a list of `{"filename": .., "size": ..}`. */
    values?: Record<string, unknown>;
  };
  /** Dispatch any event, known or not. Without `guild` it goes to shard 0. */
  inject: {
    /** Event name, for instance `MESSAGE_CREATE`. */
    event: string;
    /** Guild whose shard receives it. */
    guild?: string;
    /** Its data. */
    data: unknown;
  };
  /** Set what the bot's own role allows in a guild; it starts as an administrator. */
  bot_permissions: {
    /** Guild id; the first guild where it is left out. */
    guild?: string;
    /** The permissions, as a bit set in a string. */
    permissions: string;
  };
  /** The bot is removed from a guild, or with `back` added again. */
  own_guild: {
    /** Guild id. */
    guild: string;
    /** Whether it is added again. */
    back?: boolean;
  };
  /** Discord moves the voice of a guild to another server: a new token in a Voice Server Update, at the same endpoint. The connections of voice drivers stay; who connects with the token from before is refused. */
  voice_server: {
    /** Guild id; the first guild where it is left out. */
    guild?: string;
    /** Whether there is no server for now: `endpoint` is null. */
    gone?: boolean;
  };
  /** Take a guild down or bring it back. */
  guild_outage: {
    /** Guild id. */
    guild: string;
    /** Whether it is down. */
    down: boolean;
  };
  /** Drop connections without a close frame. */
  drop: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Close connections with a close frame. */
  close: {
    /** Close code. */
    code: number;
    /** Reason. */
    reason?: string;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send Reconnect (op 7). */
  reconnect: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send Invalid Session (op 9). */
  invalidate_session: {
    /** The value of `d`: whether the session may be resumed. */
    resumable?: boolean;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Forget the sessions of these connections without a word: the next Resume is op 9 false. */
  forget_sessions: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Stop (or start again) to acknowledge heartbeats. */
  mute_acks: {
    /** Whether they stay unacknowledged. */
    muted: boolean;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Ask for a heartbeat (op 1). */
  request_heartbeat: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send Hello once more. */
  hello_again: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send the last dispatch once more, with the same sequence. */
  repeat_last: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send a text as one payload, properly compressed: bad JSON, an unknown opcode. */
  payload: {
    /** The payload. */
    text: string;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Put bytes on the socket as they are, between two frames: garbage, half a frame. */
  bytes: {
    /** The bytes, two hex digits each. */
    hex: string;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send one payload of so many bytes of JSON, which compresses to next to nothing. */
  bomb: {
    /** How many bytes, at most 1 GiB. */
    bytes: number;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Write so many prepared events as fast as the sockets take them, for benches. They are not kept: a Resume from before their end is Invalid Session. */
  replay: {
    /** How many events, to each of them. */
    events: number;
    /** Events to repeat, in turn; small messages, typings and presences where it is left out. Those that a session's intents do not admit are left out for it. */
    templates?: Array<{ event: unknown; data: unknown }>;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Change how fast sockets are read and written: slow, frozen (half-open), swallowed. */
  socket: {
    /** What the simulation reads; unchanged where it is left out. */
    reads?: 'normal' | 'frozen' | 'swallowed' | { rate: number };
    /** What the simulation writes; unchanged where it is left out. */
    writes?: 'normal' | 'frozen' | 'swallowed' | { rate: number };
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Change how compressed payloads are packed into messages. */
  shape: {
    /** How. */
    shape: 'whole' | { split: number } | { merge: number } | 'corrupt' | 'truncate';
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Never answer the client's close frame, and keep the socket open after it. */
  ignore_close: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Take an endpoint down, or bring it back (`mode` left out). Open connections stay; see `drop`. */
  outage: {
    /** Which endpoint. */
    endpoint: 'gateway' | 'resume' | 'rest';
    /** How it is down. */
    mode?: 'refuse' | 'unavailable' | 'hang' | 'accept_and_close';
    /** For how long, in ms; until it is brought back where it is left out. */
    for_ms?: number;
  };
  /** Everything is down: all connections are dropped and every port refuses, then comes back by itself. */
  down: {
    /** For how long, in ms. */
    for_ms: number;
  };
  /** What goes wrong in handshakes from now on; left out is nothing. */
  handshake: {
    /** Hello comes so many ms after the connection was opened. */
    hello_after_ms?: number;
    /** A payload that comes before Hello. */
    before_hello?: string;
    /** Fields that are missing in Ready. */
    ready_without?: Array<string>;
    /** How every Resume is turned away: `{"close": 4000}`, `"drop"`, `"silence"`, `"reconnect"`, or `"still_resumable"`, which is op 9 with `true`. */
    resumes?: { close: number } | 'drop' | 'silence' | 'reconnect' | 'still_resumable';
  };
  /** Faults by seed from now on, or with a rate of 0 none any more. */
  chaos: {
    /** Seed of what goes wrong when. Default: 1. */
    seed?: number;
    /** Faults a minute, over all connections; 0 is none. */
    faults_per_minute: number;
    /** Kinds of fault to choose from. Default: `a_l_l`. */
    kinds?: Array<'drop' | 'reconnect' | 'invalid_session_resumable' | 'invalid_session' | 'close' | 'mute_acks' | 'request_heartbeat' | 'hello_again' | 'repeat' | 'unknown_opcode' | 'not_json' | 'corrupt' | 'truncate' | 'split' | 'half_open' | 'slow_reads' | 'ignore_close' | 'resume_down' | 'rest_fails'>;
  };
  /** Stop (or start again) to dispatch one kind of event. */
  mute_event: {
    /** Event name. */
    event: string;
    /** Whether it is muted. */
    muted: boolean;
  };
  /** Lose events of one kind before they get a sequence: the missing chunk, the message that never came. */
  lose_events: {
    /** Event name, for instance `GUILD_MEMBERS_CHUNK`. */
    event: string;
    /** How many of them still go out first. */
    after?: number;
    /** How many are lost then; 0 ends it. */
    count: number;
  };
  /** Delay every REST answer by so many ms; 0 is not at all. */
  rest_delay: {
    /** The delay in ms. */
    ms: number;
  };
  /** Switch REST limits off or on. */
  rest_limits: {
    /** Whether they are on. */
    enabled: boolean;
  };
  /** Set the limit of a REST route, or with `route` left out the global one. All buckets are whole again. */
  rest_limit: {
    /** Route as the statistics name it: `POST /channels/{channel}/messages`. */
    route?: string;
    /** Requests allowed. */
    limit: number;
    /** In how many ms. */
    per_ms: number;
    /** Fixed or sliding. */
    window?: 'fixed' | 'sliding';
    /** What a 429 of it says. */
    scope?: 'user' | 'global' | 'shared';
    /** Whether answers do not carry its headers. */
    hidden?: boolean;
  };
  /** Let the next REST requests fail. */
  rest_fail: {
    /** Only requests of this route, named as in `by_route`; any where it is left out. */
    route?: string;
    /** Status to answer with, for instance 500, 502, 503 or 429. */
    status: number;
    /** Body of the answer; a JSON body is recognised by its first character. Empty by default. */
    body?: string;
    /** How many requests fail. Default: 1. */
    times?: number;
  };
  /** Set how many invalid requests in 10 minutes shut an address out. */
  invalid_request_limit: {
    /** How many. */
    limit: number;
  };
}

/** Something that happens: `{ do: 'message', content: '!ping' }`. */
export type Action = { [Name in keyof Actions]: { do: Name } & Actions[Name] }[keyof Actions];

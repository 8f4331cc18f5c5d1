// Made by gateway-sim/packages/action_types.py from docs/actions.md. Do not edit.

/** The connections to which something happens. */
export type Target = 'all' | { shard: number } | { connection: number };

/** The fields of every action, by its name. */
export interface Actions {
  /** A user writes a message. Without a channel, in the first text channel of the guild (or of the first guild); without an author, by the guild's first member. */
  message: {
    /** The text. */
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
    /** User id. Default: the guild's first member. */
    user?: string;
  };
  /** A user removes a reaction. */
  unreact: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
    /** The emoji, as for `react`. */
    emoji: string;
    /** User id. Default: the guild's first member. */
    user?: string;
  };
  /** A user edits a message of their own. */
  edit: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
    /** The new text. */
    content: string;
    /** User id. Default: the guild's first member. */
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
  /** A user votes in a poll, or with `back` removes the vote. */
  vote: {
    /** Channel id. */
    channel: string;
    /** Message id. */
    message: string;
    /** The `answer_id` of the answer. */
    answer: number;
    /** User id. Default: the guild's first member. */
    user?: string;
    /** Whether the vote is removed. */
    back?: boolean;
  };
  /** A user becomes interested in a scheduled event, or with `back` no longer is. */
  interested: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** Event id. */
    event: string;
    /** User id. */
    user: string;
    /** Exception id, if it is about a single occurrence. */
    exception?: string;
    /** Whether the user is interested no longer. */
    back?: boolean;
  };
  /** A user opens the direct messages with the bot. The answer has the channel. */
  open_dm: {
    /** User id. */
    user: string;
  };
  /** A user authorizes the application. The answer has an `access_token`, for requests with `Bearer`. */
  authorize: {
    /** User id. */
    user: string;
    /** OAuth2 scopes, as `identify` or `role_connections.write`. */
    scopes: Array<string>;
  };
  /** A user subscribes to what the application sells, or with `back` cancels that. */
  subscribe: {
    /** User id. */
    user: string;
    /** Id of a SKU of type 5, as `GET /applications/{application}/skus` lists them. */
    sku: string;
    /** Whether the subscription is cancelled: it ends with its period. */
    back?: boolean;
  };
  /** Somebody new asks to join a guild. */
  request_to_join: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** Username. */
    name: string;
  };
  /** A new user joins a guild. */
  join: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** Username. */
    name: string;
  };
  /** A member leaves a guild. */
  leave: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** User id. */
    user: string;
  };
  /** A member joins, changes or leaves a voice channel. */
  voice: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** User id. */
    user: string;
    /** Channel id. Without it, the member leaves voice. */
    channel?: string;
  };
  /** A user uses a command. The result contains the interaction as the bot receives it. */
  use_command: {
    /** Name, with group and subcommand if there are any: `config set`. */
    name: string;
    /** Values by the names of options. Users, roles and channels are ids, an attachment is `{"filename": .., "size": ..}`. */
    options?: unknown;
    /** The id of a user for a user command, of a message for a message command. */
    target?: string;
    /** Guild id. Default, without a channel: the first guild. */
    guild?: string;
    /** Channel id. Default: the guild's first text channel. */
    channel?: string;
    /** User id. Default: the guild's first member. */
    user?: string;
  };
  /** A user types in an option of a slash command that has autocomplete. */
  autocomplete: {
    /** Name of the command, as for `use_command`. */
    name: string;
    /** The values so far, by the names of options. */
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
    /** User id. Default: the user who sees an ephemeral message, otherwise the first member. */
    user?: string;
  };
  /** A user chooses in a select menu. */
  select: {
    /** Message id. */
    message: string;
    /** The menu's `custom_id`. */
    custom_id: string;
    /** The chosen values of options, or ids. */
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
    /** Event name, for example `MESSAGE_CREATE`. */
    event: string;
    /** Guild whose shard receives it. */
    guild?: string;
    /** Its data. */
    data: unknown;
  };
  /** Set the permissions of the bot's own role in a guild; at first the bot is an administrator. */
  bot_permissions: {
    /** Guild id. Default: the first guild. */
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
  /** Discord moves the voice of a guild to another server: a new token in a Voice Server Update, with the same endpoint. Existing connections of voice drivers stay open; a new one with the old token is refused. */
  voice_server: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** Whether there is no server for now: `endpoint` is null. */
    gone?: boolean;
  };
  /** Set fields of a guild that no request of a bot can set, as `features`, `vanity_url_code` or `premium_tier`. A Guild Update tells of them. */
  guild_fields: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** The fields. */
    fields: Record<string, unknown>;
  };
  /** Set what a guild shows to new members. */
  new_member_welcome: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** `enabled`, `welcome_message`, `new_member_actions` and `resource_channels`, each optional. */
    settings: Record<string, unknown>;
  };
  /** Set who may use a command in a guild, as an administrator does in Discord's client. */
  command_permissions: {
    /** Guild id. Default: the first guild. */
    guild?: string;
    /** Name or id of the command. Default: all commands. */
    command?: string;
    /** The permissions; an empty list removes them. */
    permissions: Array<{ id: unknown; type: unknown; permission: unknown }>;
  };
  /** Take a guild down or restore it. */
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
  /** Forget the sessions of these connections without telling the client: the next Resume is answered with op 9 false. */
  forget_sessions: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Stop acknowledging heartbeats, or start again. */
  mute_acks: {
    /** Whether they stay unacknowledged. */
    muted: boolean;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Request a heartbeat (op 1). */
  request_heartbeat: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send Hello again. */
  hello_again: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send the last dispatch again, with the same sequence. */
  repeat_last: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send a text as one payload, correctly compressed: for example bad JSON or an unknown opcode. */
  payload: {
    /** The payload. */
    text: string;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Write raw bytes to the socket between two frames: for example garbage or half a frame. */
  bytes: {
    /** The bytes, two hex digits each. */
    hex: string;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Send one payload with this many bytes of JSON, which compresses to almost nothing. */
  bomb: {
    /** How many bytes, at most 1 GiB. */
    bytes: number;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Write this many prepared events as fast as the sockets accept them, for benchmarks. They are not kept: a Resume from before their end is Invalid Session. */
  replay: {
    /** How many events to write to each of them. */
    events: number;
    /** Events to repeat in rotation. Default: small messages, typings and presences. Events that a session's intents do not include are skipped for it. */
    templates?: Array<{ event: unknown; data: unknown }>;
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Change how fast sockets are read and written: slow, frozen (half-open), or discarding everything. */
  socket: {
    /** How the simulator reads. Default: unchanged. */
    reads?: 'normal' | 'frozen' | 'swallowed' | { rate: number };
    /** How the simulator writes. Default: unchanged. */
    writes?: 'normal' | 'frozen' | 'swallowed' | { rate: number };
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Change how compressed payloads are packed into messages. */
  shape: {
    /** The new packing. */
    shape: 'whole' | { split: number } | { merge: number } | 'corrupt' | 'truncate';
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Never answer the client's close frame, and keep the socket open after it. */
  ignore_close: {
    /** To which connections; all where it is left out. */
    target?: Target;
  };
  /** Take an endpoint down, or restore it (without `mode`). Open connections stay open; see `drop`. */
  outage: {
    /** Which endpoint. */
    endpoint: 'gateway' | 'resume' | 'rest';
    /** How it is down. */
    mode?: 'refuse' | 'unavailable' | 'hang' | 'accept_and_close';
    /** For how long, in ms. Default: until it is restored. */
    for_ms?: number;
  };
  /** Everything is down: all connections are dropped and every port refuses connections, for a time. */
  down: {
    /** For how long, in ms. */
    for_ms: number;
  };
  /** Set the faults of handshakes from now on; without fields there are none. */
  handshake: {
    /** Hello is sent this many ms after the connection was opened. */
    hello_after_ms?: number;
    /** A payload that is sent before Hello. */
    before_hello?: string;
    /** Fields that are missing in Ready. */
    ready_without?: Array<string>;
    /** How every Resume is refused: `{"close": 4000}`, `"drop"`, `"silence"`, `"reconnect"`, or `"still_resumable"`, which is op 9 with `true`. */
    resumes?: { close: number } | 'drop' | 'silence' | 'reconnect' | 'still_resumable';
  };
  /** Set the random faults from now on; with a rate of 0 there are none. */
  chaos: {
    /** Seed of the faults. Default: 1. */
    seed?: number;
    /** Faults a minute, over all connections; 0 for none. */
    faults_per_minute: number;
    /** Kinds of fault to choose from. Default: `a_l_l`. */
    kinds?: Array<'drop' | 'reconnect' | 'invalid_session_resumable' | 'invalid_session' | 'close' | 'mute_acks' | 'request_heartbeat' | 'hello_again' | 'repeat' | 'unknown_opcode' | 'not_json' | 'corrupt' | 'truncate' | 'split' | 'half_open' | 'slow_reads' | 'ignore_close' | 'resume_down' | 'rest_fails'>;
  };
  /** Stop dispatching one kind of event, or start again. */
  mute_event: {
    /** Event name. */
    event: string;
    /** Whether it is muted. */
    muted: boolean;
  };
  /** Lose events of one kind before they get a sequence: for example a missing chunk, or a message that never arrives. */
  lose_events: {
    /** Event name, for example `GUILD_MEMBERS_CHUNK`. */
    event: string;
    /** How many of them are still sent first. */
    after?: number;
    /** How many are then lost; 0 ends it. */
    count: number;
  };
  /** Delay every REST response by this many ms; 0 for no delay. */
  rest_delay: {
    /** The delay in ms. */
    ms: number;
  };
  /** Switch REST limits off or on. */
  rest_limits: {
    /** Whether they are on. */
    enabled: boolean;
  };
  /** Set the limit of a REST route, or without `route` the global one. All buckets are full again. */
  rest_limit: {
    /** Route as in the statistics: `POST /channels/{channel}/messages`. */
    route?: string;
    /** Requests allowed. */
    limit: number;
    /** The time of the limit, in ms. */
    per_ms: number;
    /** Fixed or sliding. */
    window?: 'fixed' | 'sliding';
    /** The scope of its 429. */
    scope?: 'user' | 'global' | 'shared';
    /** Whether responses do not have its headers. */
    hidden?: boolean;
  };
  /** Let the next REST requests fail. */
  rest_fail: {
    /** Only requests of this route, named as in `by_route`. Default: any. */
    route?: string;
    /** Status of the response, for example 500, 502, 503 or 429. */
    status: number;
    /** Body of the response; JSON is recognised by its first character. Empty by default. */
    body?: string;
    /** How many requests fail. Default: 1. */
    times?: number;
  };
  /** Set after how many invalid requests in 10 minutes an address is banned. */
  invalid_request_limit: {
    /** The number. */
    limit: number;
  };
}

/** Something that happens: `{ do: 'message', content: '!ping' }`. */
export type Action = { [Name in keyof Actions]: { do: Name } & Actions[Name] }[keyof Actions];

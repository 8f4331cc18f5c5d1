//! Interactions over a real socket: what users do, and what the bot answers.

use crate::support::{Client, act, request, rest};
use gateway_model::interaction::{Interaction, InteractionCallbackResponse};
use gateway_sim::Sim;
use gateway_sim::control::RestAction;
use serde_json::{Value, json};

const APPLICATION: &str = "/applications/900000000000000001";
const EPHEMERAL: u64 = 64;
const LOADING: u64 = 128;

/// A simulation with a bot that has only the intents `GUILDS` and `GUILD_MESSAGES`.
struct Bot {
    sim: Sim,
    client: Client,
    guild: u64,
}

/// An interaction as the bot received it.
struct Received {
    id: String,
    token: String,
    data: Value,
}

impl Bot {
    async fn start() -> Self {
        let sim = Sim::builder().guilds(1).rest_limits(false).start().await.unwrap();
        let (client, ready) = Client::live(&sim, "v=10", 1 | 1 << 9).await;
        let guild = ready["guilds"][0]["id"].as_str().unwrap().parse().unwrap();
        Self { sim, client, guild }
    }

    async fn register(&self, commands: Value) -> Value {
        let (status, made) =
            rest(&self.sim, "PUT", &format!("{APPLICATION}/commands"), commands).await;
        assert_eq!(status, 200, "{made}");
        made
    }

    /// Performs a user's action. The model must be able to read the interaction that the bot receives.
    async fn cause(&mut self, action: Value) -> Received {
        let done = act(&self.sim, action).unwrap();
        assert_eq!(done["sessions"], 1);
        let event = self.client.payload().await;
        assert_eq!(event["t"], "INTERACTION_CREATE", "{event}");
        assert_eq!(event["d"], done["interaction"]);
        let data = event["d"].clone();
        serde_json::from_value::<Interaction>(data.clone()).unwrap();
        let text = |key: &str| data[key].as_str().unwrap().to_owned();
        Received { id: text("id"), token: text("token"), data }
    }

    fn refused(&self, action: Value) -> String {
        act(&self.sim, action).unwrap_err().to_string()
    }

    /// The first response, without the bot's token, which the docs allow.
    async fn answer(&self, to: &Received, body: Value) -> (u16, Value) {
        let path = format!("/api/v10/interactions/{}/{}/callback", to.id, to.token);
        let (status, _, body) = request(&self.sim, "POST", &path, body, false).await;
        (status, body)
    }

    /// A request to a path below the interaction's webhook.
    async fn webhook(&self, method: &str, to: &Received, below: &str, body: Value) -> (u16, Value) {
        let path = format!("/api/v10/webhooks/900000000000000001/{}{below}", to.token);
        let (status, _, body) = request(&self.sim, method, &path, body, false).await;
        (status, body)
    }

    fn report(&self, of: &Received) -> Value {
        self.sim.interaction(of.id.parse().unwrap()).unwrap()
    }

    async fn event(&mut self, name: &str) -> Value {
        let event = self.client.payload().await;
        assert_eq!(event["t"], name, "{event}");
        event["d"].clone()
    }
}

fn ping_command() -> Value {
    json!([{ "name": "ping", "description": "Answers" }])
}

#[tokio::test]
async fn a_command_is_answered_followed_up_edited_and_deleted() {
    let mut bot = Bot::start().await;
    bot.register(ping_command()).await;
    let used = bot.cause(json!({ "do": "use_command", "name": "ping" })).await;
    assert!(used.data["member"]["permissions"].is_string());
    assert_eq!(bot.report(&used)["state"], "waiting");

    let reply = json!({ "type": 4, "data": { "content": "pong" } });
    assert_eq!(bot.answer(&used, reply.clone()).await, (204, Value::Null));
    let message = bot.event("MESSAGE_CREATE").await;
    assert_eq!((&message["content"], &message["type"]), (&json!("pong"), &json!(20)));
    assert_eq!(message["interaction_metadata"]["id"], json!(used.id));
    assert_eq!(message["application_id"], "900000000000000001");
    let (status, error) = bot.answer(&used, reply).await;
    assert_eq!((status, &error["code"]), (400, &json!(40_060)));

    let (_, original) = bot.webhook("GET", &used, "/messages/@original", Value::Null).await;
    assert_eq!(original["id"], message["id"]);
    let changed = json!({ "content": "changed" });
    let (status, _) = bot.webhook("PATCH", &used, "/messages/@original", changed).await;
    assert_eq!(status, 200);
    assert_eq!(bot.event("MESSAGE_UPDATE").await["content"], "changed");
    let empty = json!({ "content": "" });
    let (_, error) = bot.webhook("PATCH", &used, "/messages/@original", empty).await;
    assert_eq!(error["code"], 50_006);

    let hidden = json!({ "content": "psst", "flags": EPHEMERAL });
    let (_, followup) = bot.webhook("POST", &used, "", hidden).await;
    let metadata = &followup["interaction_metadata"];
    assert_eq!(metadata["original_response_message_id"], message["id"]);
    let (_, shown) = bot.webhook("POST", &used, "", json!({ "content": "loud" })).await;
    // There is no event for the ephemeral one.
    assert_eq!(bot.event("MESSAGE_CREATE").await["id"], shown["id"]);
    let report = bot.report(&used);
    assert_eq!((&report["state"], &report["callback"]["type"]), (&json!("answered"), &json!(4)));
    assert_eq!(report["message"]["content"], "changed");
    assert_eq!(report["followups"], json!([followup, shown]));

    let one = format!("/messages/{}", followup["id"].as_str().unwrap());
    let (_, edited) = bot.webhook("PATCH", &used, &one, json!({ "content": "shh" })).await;
    assert_eq!((&edited["content"], &edited["flags"]), (&json!("shh"), &json!(EPHEMERAL)));
    assert_eq!(bot.webhook("DELETE", &used, &one, Value::Null).await.0, 204);
    let (_, error) = bot.webhook("GET", &used, &one, Value::Null).await;
    assert_eq!(error["code"], 10_008);
    assert_eq!(bot.webhook("DELETE", &used, "/messages/@original", Value::Null).await.0, 204);
    assert_eq!(bot.event("MESSAGE_DELETE").await["id"], message["id"]);
}

#[tokio::test]
async fn a_deferred_answer_is_filled_in_once() {
    let mut bot = Bot::start().await;
    bot.register(ping_command()).await;
    let used = bot.cause(json!({ "do": "use_command", "name": "ping" })).await;
    let wrong = json!({ "type": 5, "data": { "flags": 1 << 15 } });
    assert_eq!(bot.answer(&used, wrong).await.1["code"], 50_035);
    let defer = json!({ "type": 5, "data": { "flags": EPHEMERAL } });
    assert_eq!(bot.answer(&used, defer).await.0, 204);
    assert_eq!(bot.report(&used)["message"]["flags"], json!(EPHEMERAL | LOADING));
    // The first follow-up after a deferred response edits it, and cannot change who can see it.
    let (_, first) = bot.webhook("POST", &used, "", json!({ "content": "done" })).await;
    assert_eq!((&first["flags"], &first["edited_timestamp"]), (&json!(EPHEMERAL), &Value::Null));
    assert_eq!(bot.report(&used)["message"]["content"], "done");
    let (_, second) = bot.webhook("POST", &used, "", json!({ "content": "more" })).await;
    assert_eq!(bot.event("MESSAGE_CREATE").await["id"], second["id"]);
    assert_eq!(bot.report(&used)["followups"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn with_response_says_what_was_made() {
    let mut bot = Bot::start().await;
    bot.register(ping_command()).await;
    let used = bot.cause(json!({ "do": "use_command", "name": "ping" })).await;
    let path = format!("/api/v10/interactions/{}/{}/callback?with_response=1", used.id, used.token);
    let reply = json!({ "type": 4, "data": { "content": "pong" } });
    let (status, _, body) = request(&bot.sim, "POST", &path, reply, false).await;
    assert_eq!(status, 200);
    let message = bot.event("MESSAGE_CREATE").await;
    assert_eq!(body["interaction"]["response_message_id"], message["id"]);
    assert_eq!(body["interaction"]["response_message_loading"], false);
    assert_eq!(body["resource"]["message"]["content"], "pong");
    serde_json::from_value::<InteractionCallbackResponse>(body).unwrap();
}

#[tokio::test]
async fn buttons_menus_and_modals_are_interactions() {
    let mut bot = Bot::start().await;
    bot.register(ping_command()).await;
    let used = bot.cause(json!({ "do": "use_command", "name": "ping" })).await;
    let rows = json!([
        { "type": 1, "components": [
            { "type": 2, "custom_id": "ask", "style": 1, "label": "Ask" },
            { "type": 2, "custom_id": "off", "style": 1, "label": "Off", "disabled": true },
        ] },
        { "type": 1, "components": [{ "type": 5, "custom_id": "who", "max_values": 2 }] },
    ]);
    let reply =
        json!({ "type": 4, "data": { "content": "?", "components": rows, "flags": EPHEMERAL } });
    assert_eq!(bot.answer(&used, reply).await.0, 204);
    let message = bot.report(&used)["message"]["id"].clone();

    // Only the user of the command sees its ephemeral answer.
    let other = (bot.guild + 0x10_0000 + 2).to_string();
    let press = json!({ "do": "press_button", "message": message, "custom_id": "ask" });
    let mut by_other = press.clone();
    by_other["user"] = json!(other);
    assert!(bot.refused(by_other).contains("no message"));
    let off = json!({ "do": "press_button", "message": message, "custom_id": "off" });
    assert!(bot.refused(off).contains("no button"));

    let pick = |values: Value| json!({ "do": "select", "message": message, "custom_id": "who", "values": values });
    assert!(bot.refused(pick(json!([]))).contains("from 1 to 2"));
    assert!(bot.refused(pick(json!([other, other]))).contains("twice"));
    let picked = bot.cause(pick(json!([other]))).await;
    let data = &picked.data["data"];
    assert_eq!((&data["component_type"], &data["values"]), (&json!(5), &json!([other])));
    assert_eq!(data["resolved"]["users"][&other]["id"], json!(other));
    assert!(data["resolved"]["members"][&other].get("deaf").is_none());
    let update = json!({ "type": 7, "data": { "content": "picked" } });
    assert_eq!(bot.answer(&picked, update).await.0, 204);
    assert_eq!(bot.report(&used)["message"]["content"], "picked");

    let pressed = bot.cause(press).await;
    assert_eq!(pressed.data["message"]["content"], "picked");
    let modal = json!({ "type": 9, "data": { "custom_id": "q", "title": "Question", "components": [
        { "type": 18, "label": "Text", "component": { "type": 4, "custom_id": "text", "style": 1, "max_length": 5 } },
        { "type": 18, "label": "Tea", "component": { "type": 23, "custom_id": "tea" } },
    ] } });
    assert_eq!(bot.answer(&pressed, modal).await.0, 204);
    let submit = |text: &str| json!({ "do": "submit_modal", "interaction": pressed.id, "values": { "text": text } });
    assert!(bot.refused(submit("too long")).contains("from 1 to 5"));
    let submitted = bot.cause(submit("yes")).await;
    let component = &submitted.data["data"]["components"][0]["component"];
    assert_eq!((&component["value"], &component["id"]), (&json!("yes"), &json!(2)));
    assert_eq!(submitted.data["data"]["components"][1]["component"]["value"], false);
    // The modal was opened by a button, so its submit may update that button's message.
    let update = json!({ "type": 7, "data": { "content": "asked", "components": [] } });
    assert_eq!(bot.answer(&submitted, update).await.0, 204);
    let report = bot.report(&used);
    assert_eq!(
        (&report["message"]["content"], &report["message"]["components"]),
        (&json!("asked"), &json!([]))
    );
    assert_eq!(bot.report(&submitted)["message"]["id"], message);
}

/// Registers a command with options of several kinds, one for messages, and one for DMs.
async fn register_options(bot: &mut Bot) {
    let option = |kind: u8, name: &str| json!({ "type": kind, "name": name, "description": "d" });
    let mut size = option(4, "size");
    size["min_value"] = json!(1);
    size["required"] = json!(true);
    let mut word = option(3, "word");
    word["autocomplete"] = json!(true);
    let mut set = option(1, "set");
    set["options"] = json!([
        size,
        option(6, "user"),
        option(8, "role"),
        option(7, "channel"),
        option(11, "file"),
        word
    ]);
    bot.register(json!([
        { "name": "config", "description": "d", "options": [set] },
        { "name": "Report", "type": 3 },
        { "name": "dm", "description": "d", "contexts": [1] },
    ]))
    .await;
}

#[tokio::test]
async fn options_are_what_a_user_could_send() {
    let mut bot = Bot::start().await;
    register_options(&mut bot).await;
    let guild = bot.guild;
    let with =
        |options: Value| json!({ "do": "use_command", "name": "config set", "options": options });
    assert!(
        bot.refused(json!({ "do": "use_command", "name": "config" })).contains("subcommands: set")
    );
    assert!(bot.refused(with(json!({}))).contains("required"));
    assert!(bot.refused(with(json!({ "size": 0 }))).contains("less or more"));
    assert!(bot.refused(with(json!({ "size": 1, "other": 1 }))).contains("no such option"));
    assert!(bot.refused(with(json!({ "size": 1, "user": "5" }))).contains("no such user"));
    assert!(bot.refused(json!({ "do": "use_command", "name": "dm" })).contains("no command"));
    let ids = [guild + 0x10_0001, guild, guild + 1].map(|id| id.to_string());
    let used = bot
        .cause(with(json!({
            "size": 3, "user": ids[0], "role": ids[1], "channel": ids[2],
            "file": { "filename": "a.txt", "size": 5 },
        })))
        .await;
    let data = &used.data["data"];
    let set = &data["options"][0];
    assert_eq!((&set["name"], &set["type"]), (&json!("set"), &json!(1)));
    assert_eq!(set["options"][0], json!({ "name": "size", "type": 4, "value": 3 }));
    for (list, id) in
        [("users", &ids[0]), ("members", &ids[0]), ("roles", &ids[1]), ("channels", &ids[2])]
    {
        assert!(data["resolved"][list][id].is_object(), "{list}");
    }
    let file = set["options"][4]["value"].as_str().unwrap();
    assert_eq!(data["resolved"]["attachments"][file]["filename"], "a.txt");
}

#[tokio::test]
async fn options_are_completed_and_messages_are_targets() {
    let mut bot = Bot::start().await;
    register_options(&mut bot).await;
    let typing = json!({ "do": "autocomplete", "name": "config set", "focused": "word", "options": { "word": "a" } });
    let typed = bot.cause(typing).await;
    assert_eq!(typed.data["type"], 4);
    let focused = json!({ "name": "word", "type": 3, "value": "a", "focused": true });
    assert_eq!(typed.data["data"]["options"][0]["options"], json!([focused]));
    assert_eq!(
        bot.answer(&typed, json!({ "type": 4, "data": { "content": "x" } })).await.1["code"],
        50_035
    );
    let choices = json!({ "type": 8, "data": { "choices": [{ "name": "A", "value": "a" }] } });
    assert_eq!(bot.answer(&typed, choices).await.0, 204);

    let said = act(&bot.sim, json!({ "do": "message", "content": "spam" })).unwrap();
    let message = said["message"]["id"].clone();
    bot.event("MESSAGE_CREATE").await;
    let report =
        bot.cause(json!({ "do": "use_command", "name": "Report", "target": message })).await;
    let target = message.as_str().unwrap();
    assert_eq!(report.data["data"]["target_id"], message);
    assert_eq!(report.data["data"]["resolved"]["messages"][target]["content"], "spam");
}

#[tokio::test]
async fn interactions_in_direct_messages_have_a_user() {
    let mut bot = Bot::start().await;
    let made = bot.register(ping_command()).await;
    let user = (bot.guild + 0x10_0001).to_string();
    let (_, dm) =
        rest(&bot.sim, "POST", "/users/@me/channels", json!({ "recipient_id": user })).await;
    let used = bot.cause(json!({ "do": "use_command", "name": "ping", "channel": dm["id"] })).await;
    assert_eq!((&used.data["user"]["id"], &used.data["context"]), (&json!(user), &json!(1)));
    assert_eq!(used.data["authorizing_integration_owners"], json!({ "0": "0" }));
    for left_out in ["member", "guild_id", "guild"] {
        assert!(used.data.get(left_out).is_none(), "{left_out}");
    }
    assert_eq!(used.data["data"], json!({ "id": made[0]["id"], "name": "ping", "type": 1 }));
    // Without DIRECT_MESSAGES there is no event for the answer, but the user received it.
    let reply = json!({ "type": 4, "data": { "content": "pong" } });
    assert_eq!(bot.answer(&used, reply).await.0, 204);
    let path = format!("/sim/interactions/{}", used.id);
    let (status, _, report) = request(&bot.sim, "GET", &path, Value::Null, false).await;
    assert_eq!((status, &report["message"]["content"]), (200, &json!("pong")));
    assert_eq!(request(&bot.sim, "GET", "/sim/interactions/5", Value::Null, false).await.0, 404);
    // A guild's command is not found in direct messages.
    let of_guild = format!("{APPLICATION}/guilds/{}/commands", bot.guild);
    let here = json!({ "name": "here", "description": "d" });
    rest(&bot.sim, "POST", &of_guild, here).await;
    let there = json!({ "do": "use_command", "name": "here", "channel": dm["id"] });
    assert!(bot.refused(there).contains("no command"));
}

#[tokio::test]
async fn unknown_interactions_and_webhooks_have_their_codes() {
    let mut bot = Bot::start().await;
    bot.register(ping_command()).await;
    let used = bot.cause(json!({ "do": "use_command", "name": "ping" })).await;
    let reply = json!({ "type": 4, "data": { "content": "x" } });
    let forged = Received { token: "other".to_owned(), ..Received { id: used.id.clone(), ..used } };
    assert_eq!(bot.answer(&forged, reply.clone()).await.1["code"], 10_062);
    assert_eq!(bot.webhook("POST", &forged, "", json!({ "content": "x" })).await.1["code"], 50_027);
    let path = "/api/v10/webhooks/5/token";
    let (status, _, error) = request(&bot.sim, "POST", path, reply, false).await;
    assert_eq!((status, &error["code"]), (404, &json!(10_015)));
    assert!(bot.refused(json!({ "do": "submit_modal", "interaction": "77" })).contains("modal"));
}

#[tokio::test]
async fn interactions_are_not_under_the_global_limit() {
    let mut bot = Bot::start().await;
    bot.register(ping_command()).await;
    let used = bot.cause(json!({ "do": "use_command", "name": "ping" })).await;
    let limit = json!({ "do": "rest_limit", "limit": 1, "per_ms": 3_600_000 });
    act(&bot.sim, limit).unwrap();
    bot.sim.act(RestAction::Limits { enabled: true }).unwrap();
    let ask = || rest(&bot.sim, "GET", "/users/@me", Value::Null);
    assert_eq!((ask().await.0, ask().await.0), (200, 429));
    let reply = json!({ "type": 4, "data": { "content": "pong" } });
    assert_eq!(bot.answer(&used, reply).await.0, 204);
    assert_eq!(bot.webhook("POST", &used, "", json!({ "content": "more" })).await.0, 200);
}

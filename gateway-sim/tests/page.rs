//! The page at `/`, the requests that it sends, and the clients that are refused.

use gateway_sim::Sim;
use gateway_sim::control::UserAction;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Client, PATIENCE, act, request, rest};

async fn sim() -> Sim {
    Sim::builder().guilds(2).members(4).rest_limits(false).start().await.unwrap()
}

async fn get(sim: &Sim, path: &str) -> Value {
    let (status, _, body) = request(sim, "GET", path, Value::Null, false).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

fn address(sim: &Sim) -> String {
    sim.page_url().trim_start_matches("http://").trim_end_matches('/').to_owned()
}

/// Sends a request with these headers on a new connection, which stays open.
async fn open(sim: &Sim, line: &str, headers: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address(sim)).await.unwrap();
    let length = body.len();
    let text = format!("{line} HTTP/1.1\r\n{headers}content-length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Reads until a text has arrived.
async fn until(stream: &mut TcpStream, wanted: &str) -> String {
    let (mut all, mut some) = (Vec::new(), [0; 4096]);
    loop {
        let read = timeout(PATIENCE, stream.read(&mut some)).await.expect(wanted).unwrap();
        all.extend_from_slice(&some[..read]);
        let text = String::from_utf8_lossy(&all).into_owned();
        if text.contains(wanted) {
            return text;
        }
        assert!(read > 0, "{wanted} did not come: {text}");
    }
}

#[tokio::test]
async fn the_page_is_served_beside_the_gateway_with_a_strict_policy() {
    let sim = sim().await;
    let (status, headers, _) = request(&sim, "GET", "/", Value::Null, false).await;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    let policy = headers["content-security-policy"].to_str().unwrap();
    for rule in
        ["default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]
    {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(request(&sim, "POST", "/", Value::Null, false).await.0, 404);
    Client::live(&sim, "v=10", 1).await;
}

#[tokio::test]
async fn a_page_of_another_origin_neither_acts_nor_watches() {
    let sim = sim().await;
    let own = format!(
        "host: {0}\r\norigin: http://{0}\r\nsec-fetch-site: same-origin\r\n",
        address(&sim)
    );
    let evil = format!("host: {}\r\norigin: http://evil.example\r\n", address(&sim));
    let rebound = "host: evil.example\r\norigin: http://evil.example\r\n";
    let action = json!({ "do": "join", "name": "mallory" }).to_string();
    for (headers, answer) in [(&*evil, " 403 "), (rebound, " 403 "), (&*own, " 200 ")] {
        let mut stream = open(&sim, "POST /sim/actions", headers, &action).await;
        until(&mut stream, answer).await;
    }
    for line in ["GET /sim/live", "POST /sim/scripts", "GET /sim/guilds"] {
        until(&mut open(&sim, line, &evil, "").await, " 403 ").await;
    }
    let browser = "host: evil.example\r\nuser-agent: Mozilla/5.0\r\n";
    until(&mut open(&sim, "GET /", browser, "").await, "127.0.0.1 or localhost").await;
    let guild = sim.inspect(|core| core.world().guild_at(0)).unwrap();
    let members = get(&sim, &format!("/sim/guilds/{guild}/members?query=MALLORY")).await;
    assert_eq!(members.as_array().map(Vec::len), Some(1), "only the own page's: {members}");
}

#[tokio::test]
async fn a_user_sees_what_discord_shows_them() {
    let sim = sim().await;
    let (mut client, ready) = Client::live(&sim, "v=10", 1).await;
    let guilds = get(&sim, "/sim/guilds").await;
    assert_eq!((&guilds["connected"], &guilds["guild_count"]), (&json!(1), &json!(2)));
    let first = guilds["guilds"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(ready["guilds"][0]["id"], first.as_str());
    let rest_of = get(&sim, &format!("/sim/guilds?after={first}&limit=5")).await;
    assert_eq!(rest_of["guilds"].as_array().map(Vec::len), Some(1));

    let guild = get(&sim, &format!("/sim/guilds/{first}")).await;
    let channel = guild["channels"][0]["id"].as_str().unwrap().to_owned();
    // The owner is above all permissions.
    let user = guild["members"][1]["id"].as_str().unwrap().to_owned();
    let hidden = guild["channels"][1]["id"].as_str().unwrap().to_owned();
    let overwrite = format!("/channels/{hidden}/permissions/{first}");
    rest(&sim, "PUT", &overwrite, json!({ "type": 0, "deny": "1024" })).await;
    let seen = |guild: &Value| guild["channels"].to_string().contains(&hidden);
    let as_user = get(&sim, &format!("/sim/guilds/{first}?user={user}")).await;
    assert!(seen(&get(&sim, &format!("/sim/guilds/{first}")).await) && !seen(&as_user));
    assert_eq!(as_user["dm"], Value::Null);
    let dm = act(&sim, json!({ "do": "open_dm", "user": user })).unwrap()["channel"]["id"].clone();
    assert_eq!(get(&sim, &format!("/sim/guilds/{first}?user={user}")).await["dm"], dm);

    let path = format!("/channels/{channel}/messages");
    let (_, message) = rest(&sim, "POST", &path, json!({ "content": "one" })).await;
    let id = message["id"].as_str().unwrap();
    let react =
        json!({ "do": "react", "channel": channel, "message": id, "emoji": "x", "user": user });
    act(&sim, react).unwrap();
    let read = format!("/sim/channels/{channel}/messages");
    let one = |user: &str| format!("{read}/{id}?user={user}");
    assert_eq!(get(&sim, &one(&user)).await["reactions"][0]["me"], true);
    assert_eq!(get(&sim, &one("5")).await["reactions"][0]["me"], false);

    let commands = format!("/applications/{}/commands", "900000000000000001");
    rest(&sim, "PUT", &commands, json!([{ "name": "hush", "description": "x", "contexts": [0] }]))
        .await;
    assert_eq!(get(&sim, &format!("/sim/commands?guild={first}")).await[0]["name"], "hush");
    assert_eq!(get(&sim, "/sim/commands").await, json!([]), "not in direct messages");
    let hush = json!({ "do": "use_command", "name": "hush", "channel": channel, "user": user });
    let used = act(&sim, hush).unwrap();
    let event = loop {
        let payload = client.payload().await;
        if payload["t"] == "INTERACTION_CREATE" {
            break payload["d"].clone();
        }
    };
    assert_eq!(event["id"], used["interaction"]["id"]);
    let callback = format!(
        "/interactions/{}/{}/callback",
        event["id"].as_str().unwrap(),
        event["token"].as_str().unwrap()
    );
    rest(&sim, "POST", &callback, json!({ "type": 4, "data": { "content": "psst", "flags": 64 } }))
        .await;
    let contents = |list: Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|message| message["content"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(contents(get(&sim, &format!("{read}?user={user}")).await), ["one", "psst"]);
    assert_eq!(contents(get(&sim, &format!("{read}?user=5")).await), ["one"]);
    assert_eq!(contents(get(&sim, &format!("{read}?user={user}&limit=1")).await), ["psst"]);
    let before = contents(get(&sim, &format!("{read}?user={user}&before={id}")).await);
    assert_eq!(before, Vec::<String>::new());
    for missing in
        ["/sim/guilds/5", "/sim/channels/5/messages", &format!("{read}/5"), "/sim/guilds/x"]
    {
        let (status, _, body) = request(&sim, "GET", missing, Value::Null, false).await;
        assert_eq!(status, 404, "{missing}");
        assert!(body["error"].as_str().unwrap().starts_with("there is no"), "{body}");
    }
}

#[tokio::test]
async fn a_user_finds_only_the_commands_that_they_may_use() {
    let sim = sim().await;
    let guild = get(&sim, "/sim/guilds").await["guilds"][0]["id"].as_str().unwrap().to_owned();
    let shown = get(&sim, &format!("/sim/guilds/{guild}")).await;
    let channel = |at: usize| shown["channels"][at]["id"].as_str().unwrap().to_owned();
    let owner = shown["owner_id"].as_str().unwrap().to_owned();
    let user = shown["members"][1]["id"].as_str().unwrap().to_owned();
    assert_ne!(user, owner);
    // KICK_MEMBERS, which `@everyone` does not have.
    let commands = json!([
        { "name": "open", "description": "x" },
        { "name": "kick", "description": "x", "default_member_permissions": "2" },
        { "name": "closed", "description": "x", "default_member_permissions": "0" },
    ]);
    rest(&sim, "PUT", "/applications/900000000000000001/commands", commands).await;
    let found = async |query: &str| -> Vec<String> {
        let list = get(&sim, &format!("/sim/commands?guild={guild}{query}")).await;
        let list = list.as_array().unwrap().iter();
        list.map(|command| command["name"].as_str().unwrap().to_owned()).collect()
    };
    let as_user = format!("&user={user}&channel={}", channel(0));
    assert_eq!(found("").await, ["closed", "kick", "open"], "all, if nobody in particular asks");
    assert_eq!(found(&format!("&user={owner}")).await, ["closed", "kick", "open"]);
    assert_eq!(found(&as_user).await, ["open"]);
    let set = |command: &str, id: &str, kind: u64, permission: bool| {
        let permissions = json!([{ "id": id, "type": kind, "permission": permission }]);
        let set =
            json!({ "do": "command_permissions", "command": command, "permissions": permissions });
        act(&sim, set).unwrap();
    };
    set("closed", &user, 2, true);
    set("open", &channel(0), 3, false);
    assert_eq!(found(&as_user).await, ["closed"]);
    let elsewhere = format!("&user={user}&channel={}", channel(1));
    assert_eq!(found(&elsewhere).await, ["closed", "open"]);
    let everyone = format!("/guilds/{guild}/roles/{guild}");
    rest(&sim, "PATCH", &everyone, json!({ "permissions": "1026" })).await;
    assert_eq!(found(&elsewhere).await, ["closed", "kick", "open"]);
}

#[tokio::test]
async fn a_private_thread_is_shown_to_its_members_and_to_moderators() {
    let sim = sim().await;
    let guild = get(&sim, "/sim/guilds").await["guilds"][0]["id"].as_str().unwrap().to_owned();
    let shown = get(&sim, &format!("/sim/guilds/{guild}")).await;
    let member = |at: usize| shown["members"][at]["id"].as_str().unwrap().to_owned();
    let start =
        json!({ "do": "start_thread", "name": "hidden", "private": true, "user": member(1) });
    let thread = act(&sim, start).unwrap()["thread"]["id"].as_str().unwrap().to_owned();
    let mut seen = Vec::new();
    for at in 0..3 {
        let guild = get(&sim, &format!("/sim/guilds/{guild}?user={}", member(at))).await;
        seen.push(guild["channels"].to_string().contains(&thread));
    }
    assert_eq!(seen, [true, true, false], "the owner, who started it, somebody else");
}

fn write(sim: &Sim, content: &str) {
    let content = content.to_owned();
    let fields = Value::Null;
    let message = UserAction::Message { content, guild: None, channel: None, author: None, fields };
    sim.act(message).unwrap();
}

#[tokio::test]
async fn what_happens_is_told_as_it_happens_and_read_on_after_a_break() {
    let sim = sim().await;
    let host = format!("host: {}\r\n", address(&sim));
    write(&sim, "before");
    let mut live = open(&sim, "GET /sim/live", &host, "").await;
    let hello = until(&mut live, "SIM_HELLO").await;
    assert!(hello.contains("text/event-stream") && !hello.contains("MESSAGE_CREATE"), "{hello}");
    write(&sim, "one\nline");
    let told = until(&mut live, "MESSAGE_CREATE").await;
    assert!(told.contains(r#""content":"one\nline""#), "{told}");
    let id = told.split("id: ").nth(1).unwrap().split('\n').next().unwrap().to_owned();
    let _client = Client::live(&sim, "v=10", 0).await;
    until(&mut live, r#"{"t":"SIM_SESSIONS","d":{"connected":1}}"#).await;
    drop(live);
    write(&sim, "two");
    let mut live = open(&sim, "GET /sim/live", &format!("{host}last-event-id: {id}\r\n"), "").await;
    let missed = until(&mut live, r#""content":"two""#).await;
    assert!(missed.contains("SIM_SESSIONS") && !missed.contains("SIM_HELLO"), "{missed}");
    assert!(!missed.contains("one\\nline"), "{missed}");
    let mut lost = open(&sim, "GET /sim/live?after=7-1", &host, "").await;
    until(&mut lost, "SIM_HELLO").await;

    let mut many = Vec::new();
    loop {
        let mut one = open(&sim, "GET /sim/live", &host, "").await;
        if until(&mut one, "\r\n\r\n").await.contains(" 503 ") {
            break;
        }
        many.push(one);
    }
    // The dropped client may still be counted.
    assert!((29..=30).contains(&many.len()), "{}", many.len());
}

#[tokio::test]
async fn a_page_that_does_not_read_holds_nobody_up_and_is_told_what_to_do() {
    let sim = sim().await;
    let host = format!("host: {}\r\n", address(&sim));
    let mut live = open(&sim, "GET /sim/live", &host, "").await;
    until(&mut live, "SIM_HELLO").await;
    let large = "x".repeat(2_000);
    // More than fits into the buffers of the sockets and into the recording.
    for number in 0..15_000 {
        write(&sim, &large);
        if number % 50 == 0 {
            tokio::task::yield_now().await;
        }
    }
    write(&sim, "the last");
    let mut buffer = Vec::new();
    let mut some = vec![0; 1 << 16];
    while !String::from_utf8_lossy(&buffer).contains("SIM_HELLO") {
        // The word may begin at the end of one part and end in the next.
        let keep = buffer.len().saturating_sub(20);
        buffer.drain(..keep);
        let read = timeout(PATIENCE, live.read(&mut some)).await.unwrap().unwrap();
        assert!(read > 0);
        buffer.extend_from_slice(&some[..read]);
    }
    write(&sim, "after it");
    until(&mut live, r#""content":"after it""#).await;
}

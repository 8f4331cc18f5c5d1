//! Every paginated list: its order, its cursors, its end, and an error in the middle.

use crate::support::Server;
use futures_util::StreamExt;
use gateway_model::Id;
use http_client::{Client, ErrorCode, Paged, Pages};
use serde_json::{Value, json};

/// A list of five items in pages of two.
struct List {
    /// The items in the order in which Discord sends them.
    keys: [u64; 5],
    /// The parameter that requests the next page, and the start of its value for the last key of a page.
    cursor: (&'static str, fn(u64) -> String),
    /// Creates an answer from the items. The flag says whether more follow.
    page: fn(Vec<Value>, bool) -> Value,
    item: fn(u64) -> Value,
}

const RISING: [u64; 5] = [11, 12, 13, 14, 15];
const FALLING: [u64; 5] = [15, 14, 13, 12, 11];

fn plain(items: Vec<Value>, _: bool) -> Value {
    json!(items)
}

fn threads(items: Vec<Value>, more: bool) -> Value {
    json!({ "threads": items, "members": [], "has_more": more })
}

fn time(day: u64) -> String {
    format!("2026-01-{day}T00:00:00")
}

fn user(id: u64) -> Value {
    json!({ "id": id.to_string(), "username": "a", "discriminator": "0", "avatar": null, "global_name": null })
}

fn message(id: u64) -> Value {
    json!({ "id": id.to_string(), "channel_id": "1", "author": user(1), "content": "", "edited_timestamp": null,
        "timestamp": "2026-01-01T00:00:00+00:00", "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0 })
}

fn thread(id: u64) -> Value {
    json!({ "id": id.to_string(), "type": 12, "guild_id": "1", "name": "t", "thread_metadata": { "archived": true,
        "auto_archive_duration": 60, "archive_timestamp": time(id) + "+00:00", "locked": false } })
}

/// Starts a server that answers with the pages of a list, and with 403 instead of the page `fails`.
async fn serve(list: &List, fails: Option<usize>) -> (Server, Client) {
    let pages: Vec<String> = list
        .keys
        .chunks(2)
        .enumerate()
        .map(|(number, keys)| {
            let items = keys.iter().map(|key| (list.item)(*key)).collect();
            (list.page)(items, number < 2).to_string()
        })
        .collect();
    let server = Server::start(move |number, _| {
        if fails == Some(number) {
            return crate::support::json(403, r#"{"message":"Missing Access","code":50001}"#);
        }
        crate::support::json(200, pages.get(number).unwrap())
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    (server, client)
}

/// Returns the parameters of each request.
fn queries(server: &Server) -> Vec<Vec<(String, String)>> {
    let pairs = |query: &str| {
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    server.seen().iter().map(|request| pairs(request.uri().query().unwrap())).collect()
}

async fn check<O: Paged>(
    list: List,
    stream: fn(&Client) -> Pages<O>,
    key: impl Fn(&O::Item) -> u64,
) {
    let (server, client) = serve(&list, None).await;
    let keys: Vec<u64> = stream(&client).map(|item| key(&item.unwrap())).collect().await;
    assert_eq!(keys, list.keys);
    let queries = queries(&server);
    assert_eq!(queries.len(), 3, "it ends with the page that is not full: {queries:?}");
    let (name, cursor) = list.cursor;
    for (number, query) in queries.iter().enumerate() {
        let value = |name: &str| {
            query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
        };
        assert_eq!(value("limit"), Some("2"));
        match number {
            0 => assert_eq!(value(name), None),
            _ => {
                let wanted = cursor(list.keys[number * 2 - 1]);
                let value = value(name).unwrap();
                assert!(value.starts_with(&wanted), "{name}={value} in place of {wanted}");
            }
        }
        let other = if name == "after" { "before" } else { "after" };
        assert_eq!(value(other), None, "one cursor at a time");
    }

    let (server, client) = serve(&list, Some(1)).await;
    let items: Vec<_> = stream(&client).collect().await;
    assert_eq!(items.len(), 3, "two items, then the error, then nothing");
    assert!(
        items[..2]
            .iter()
            .zip(list.keys)
            .all(|(item, wanted)| key(item.as_ref().unwrap()) == wanted)
    );
    let error = items[2].as_ref().err().unwrap().as_api().unwrap();
    assert_eq!(error.code, ErrorCode::MISSING_ACCESS);
    assert_eq!(server.seen().len(), 2);
}

fn id<T>(number: u64) -> Id<T> {
    Id::new(number).unwrap()
}

#[tokio::test]
async fn guild_members_follow_their_ids() {
    let item = |id| json!({ "user": user(id), "roles": [], "joined_at": null, "deaf": false, "mute": false, "flags": 0 });
    let list = List { keys: RISING, cursor: ("after", |id| id.to_string()), page: plain, item };
    check(
        list,
        |client| client.guild_members(id(1)).limit(2).stream(),
        |member| member.user.as_ref().unwrap().id.get(),
    )
    .await;
}

#[tokio::test]
async fn guild_bans_follow_their_users() {
    let item = |id| json!({ "user": user(id), "reason": null });
    let list = List { keys: RISING, cursor: ("after", |id| id.to_string()), page: plain, item };
    check(list, |client| client.guild_bans(id(1)).limit(2).stream(), |ban| ban.user.id.get()).await;
}

#[tokio::test]
async fn messages_go_back_and_forth() {
    let list =
        List { keys: FALLING, cursor: ("before", |id| id.to_string()), page: plain, item: message };
    check(
        list,
        |client| client.channel_messages(id(1)).limit(2).stream(),
        |message| message.id.get(),
    )
    .await;
}

fn log_page(items: Vec<Value>, _: bool) -> Value {
    json!({ "audit_log_entries": items, "application_commands": [], "auto_moderation_rules": [], "integrations": [],
        "guild_scheduled_events": [], "threads": [], "users": [], "webhooks": [] })
}

fn log_entry(id: u64) -> Value {
    json!({ "id": id.to_string(), "target_id": null, "user_id": null, "action_type": 1 })
}

#[tokio::test]
async fn an_audit_log_goes_back_in_time() {
    let list = List {
        keys: FALLING,
        cursor: ("before", |id| id.to_string()),
        page: log_page,
        item: log_entry,
    };
    check(list, |client| client.guild_audit_log(id(1)).limit(2).stream(), |entry| entry.id.get())
        .await;
}

#[tokio::test]
async fn an_audit_log_goes_on_from_an_entry_where_that_is_asked_for() {
    let list = List {
        keys: RISING,
        cursor: ("after", |id| id.to_string()),
        page: log_page,
        item: log_entry,
    };
    let (server, client) = serve(&list, None).await;
    let stream = client.guild_audit_log(id(1)).after(id(10)).limit(2).stream();
    let keys: Vec<u64> = stream.map(|entry| entry.unwrap().id.get()).collect().await;
    assert_eq!(keys, RISING);
    let cursors: Vec<String> = queries(&server)
        .into_iter()
        .map(|query| query.into_iter().find(|(name, _)| name == "after").unwrap().1)
        .collect();
    assert_eq!(cursors, ["10", "12", "14"]);
}

#[tokio::test]
async fn reactions_follow_their_users() {
    let list =
        List { keys: RISING, cursor: ("after", |id| id.to_string()), page: plain, item: user };
    let stream = |client: &Client| client.reactions(id(1), id(2), "a").limit(2).stream();
    check(list, stream, |user| user.id.get()).await;
}

#[tokio::test]
async fn voters_of_a_poll_follow_their_ids() {
    let page = |items: Vec<Value>, _| json!({ "users": items });
    let list = List { keys: RISING, cursor: ("after", |id| id.to_string()), page, item: user };
    let stream = |client: &Client| client.answer_voters(id(1), id(2), 3).limit(2).stream();
    check(list, stream, |user| user.id.get()).await;
}

#[tokio::test]
async fn the_bots_guilds_follow_their_ids() {
    let item = |id: u64| json!({ "id": id.to_string(), "name": "g", "icon": null, "owner": false, "permissions": "0", "features": [] });
    let list = List { keys: RISING, cursor: ("after", |id| id.to_string()), page: plain, item };
    check(list, |client| client.current_user_guilds().limit(2).stream(), |guild| guild.id.get())
        .await;
}

#[tokio::test]
async fn users_of_a_scheduled_event_follow_their_ids() {
    let item = |id| json!({ "guild_scheduled_event_id": "7", "user": user(id) });
    let list = List { keys: RISING, cursor: ("after", |id| id.to_string()), page: plain, item };
    let stream =
        |client: &Client| client.guild_scheduled_event_users(id(1), id(7)).limit(2).stream();
    check(list, stream, |item| item.user.as_ref().unwrap().id.get()).await;
}

#[tokio::test]
async fn members_of_a_thread_follow_their_ids_and_are_asked_for_in_pages() {
    let item = |id: u64| json!({ "id": "7", "user_id": id.to_string(), "flags": 0, "join_timestamp": "2026-01-01T00:00:00+00:00" });
    let list = || List { keys: RISING, cursor: ("after", |id| id.to_string()), page: plain, item };
    let stream = |client: &Client| client.thread_members(id(7)).limit(2).stream();
    check(list(), stream, |member| member.user_id.unwrap().get()).await;
    let (server, client) = serve(&list(), None).await;
    assert_eq!(stream(&client).count().await, 5);
    let paged = ("with_member".to_owned(), "true".to_owned());
    assert!(queries(&server).iter().all(|query| query.contains(&paged)));
}

#[tokio::test]
async fn public_archived_threads_go_back_in_time() {
    let list = List { keys: FALLING, cursor: ("before", time), page: threads, item: thread };
    let stream = |client: &Client| client.public_archived_threads(id(1)).limit(2).stream();
    check(list, stream, |thread| thread.id.get()).await;
}

#[tokio::test]
async fn private_archived_threads_go_back_in_time() {
    let list = List { keys: FALLING, cursor: ("before", time), page: threads, item: thread };
    let stream = |client: &Client| client.private_archived_threads(id(1)).limit(2).stream();
    check(list, stream, |thread| thread.id.get()).await;
}

#[tokio::test]
async fn joined_private_archived_threads_go_back_by_their_ids() {
    let list = List {
        keys: FALLING,
        cursor: ("before", |id| id.to_string()),
        page: threads,
        item: thread,
    };
    let stream = |client: &Client| client.joined_private_archived_threads(id(1)).limit(2).stream();
    check(list, stream, |thread| thread.id.get()).await;
}

#[tokio::test]
async fn pins_go_back_in_the_time_they_were_pinned_at() {
    let item = |id| json!({ "pinned_at": time(id) + "+00:00", "message": message(id) });
    let page = |items: Vec<Value>, more| json!({ "items": items, "has_more": more });
    let list = List { keys: FALLING, cursor: ("before", time), page, item };
    let stream = |client: &Client| client.channel_pins(id(1)).limit(2).stream();
    check(list, stream, |pin| pin.message.id.get()).await;
}

#[tokio::test]
async fn a_server_that_sends_the_same_page_again_does_not_keep_the_stream_going() {
    let server =
        Server::start(|_, _| crate::support::json(200, &json!([user(1), user(2)]).to_string()))
            .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let stream = client.reactions(id(1), id(2), "a").limit(2).stream();
    assert_eq!(stream.count().await, 4);
    assert_eq!(server.seen().len(), 2);
}

//! Paginated lists.

use crate::support::Server;
use futures_util::StreamExt;
use gateway_model::Id;
use http_client::Client;
use serde_json::{Value, json};

fn parameter(request: &crate::support::Seen, name: &str) -> Option<u64> {
    let query = request.uri().query()?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name)?.1.parse().ok()
}

fn user(id: u64) -> Value {
    json!({ "id": id.to_string(), "username": "a", "discriminator": "0", "avatar": null, "global_name": null })
}

fn message(id: u64) -> Value {
    json!({ "id": id.to_string(), "channel_id": "1", "author": user(1), "content": "", "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": false, "type": 0 })
}

#[tokio::test]
async fn bans_come_by_rising_ids_until_a_page_is_not_full() {
    let server = Server::start(|_, request| {
        let (after, limit) =
            (parameter(request, "after").unwrap_or(0), parameter(request, "limit").unwrap());
        let ids = (after + 1..=2_500).take(usize::try_from(limit).unwrap());
        let bans: Vec<Value> = ids.map(|id| json!({ "user": user(id), "reason": null })).collect();
        crate::support::json(200, &json!(bans).to_string())
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let bans: Vec<u64> = client
        .guild_bans(Id::new(1).unwrap())
        .stream()
        .map(|ban| ban.unwrap().user.id.get())
        .collect()
        .await;
    assert_eq!(bans, (1..=2_500).collect::<Vec<_>>());
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_page_of_which_an_item_cannot_be_read_is_not_taken_for_the_last() {
    let server = Server::start(|number, _| {
        let odd = json!({ "user": 7 });
        let ban = |id| json!({ "user": user(id), "reason": null });
        let pages = [json!([ban(1), odd]), json!([ban(3)])];
        crate::support::json(200, &pages[number].to_string())
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let bans = client.guild_bans(Id::new(1).unwrap()).limit(2).stream();
    let ids: Vec<u64> = bans.map(|ban| ban.unwrap().user.id.get()).collect().await;
    assert_eq!((ids, server.seen().len()), (vec![1, 3], 2));
}

#[tokio::test]
async fn messages_go_back_in_time_and_no_page_is_asked_for_before_it_is_needed() {
    let server = Server::start(|_, request| {
        let before = parameter(request, "before").unwrap_or(1_000);
        let ids: Vec<Value> = (1..before).rev().take(10).map(message).collect();
        crate::support::json(200, &json!(ids).to_string())
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let messages = client.channel_messages(Id::new(1).unwrap()).limit(10).stream();
    let ids: Vec<u64> = messages.take(25).map(|message| message.unwrap().id.get()).collect().await;
    assert_eq!(ids, (975..1_000).rev().collect::<Vec<_>>());
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn threads_follow_the_time_they_were_archived_at_as_long_as_there_are_more() {
    let server = Server::start(|number, _| {
        let threads: Vec<Value> = (0..2)
            .map(|n| {
                let time = format!("2026-01-0{}T00:00:00+00:00", 9 - 2 * number - n);
                json!({ "id": "5", "type": 11, "guild_id": "1", "name": "t", "thread_metadata": { "archived": true,
                    "auto_archive_duration": 60, "archive_timestamp": time, "locked": false } })
            })
            .collect();
        let page = json!({ "threads": threads, "members": [], "has_more": number < 2 });
        crate::support::json(200, &page.to_string())
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let threads = client.public_archived_threads(Id::new(1).unwrap()).stream();
    assert_eq!(threads.map(Result::unwrap).count().await, 6);
    let before: Vec<String> =
        server.seen().iter().map(|seen| seen.uri().query().unwrap().to_owned()).collect();
    assert_eq!(before[0], "limit=100");
    assert!(before[1].contains("before=2026-01-08T00:00:00"), "{before:?}");
    assert!(before[2].contains("before=2026-01-06T00:00:00"), "{before:?}");
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let server = Server::start(|_, _| {
        crate::support::json(403, r#"{"message":"Missing Access","code":50001}"#)
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let answers: Vec<_> = client.guild_members(Id::new(1).unwrap()).stream().collect().await;
    assert_eq!(answers.len(), 1);
    assert_eq!(
        answers[0].as_ref().unwrap_err().as_api().unwrap().code,
        http_client::ErrorCode::MISSING_ACCESS
    );
}

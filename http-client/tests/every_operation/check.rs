//! Requests are checked against the docs' limits before they are sent.

use gateway_model::command::{CommandOption, CommandOptionKind};
use gateway_model::component::TextDisplay;
use gateway_model::message::{Embed, MessageFlags, PollCreate};
use gateway_model::{Id, Limit, LimitError};
use http_client::objects::ForumThreadMessage;
use http_client::{Client, Upload};

use crate::sample::{id, sample};

fn client() -> Client {
    Client::builder("abc").build().unwrap()
}

fn path(checked: Result<(), LimitError>) -> String {
    checked.unwrap_err().path
}

#[test]
fn a_message_is_checked_by_whatever_sends_it() {
    let client = client();
    let (channel, long) = (id(), "ä".repeat(2001));
    let error = client.create_message(channel).content(&long).check().unwrap_err();
    assert_eq!(error.path, "content");
    assert_eq!(error.limit, Limit::Characters { found: 2001, allowed: 0..=2000 });
    let embeds = vec![Embed::new().title("x"); 11];
    assert_eq!(path(client.edit_message(channel, id()).embeds(&embeds).check()), "embeds");
    let poll = PollCreate::new("x").duration_hours(769);
    assert_eq!(path(client.execute_webhook(id(), "t").poll(&poll).check()), "poll.duration");
    let stickers = [id(), id(), id(), id()];
    let message = client.send_lobby_message(id()).sticker_ids(&stickers);
    assert_eq!(path(message.check()), "sticker_ids");
    let message = client.edit_webhook_message(id(), "t", id()).content(&*long);
    assert_eq!(path(message.check()), "content");
    let message = client.edit_original_interaction_response(id(), "t").content(&*long);
    assert_eq!(path(message.check()), "content");
    let post = ForumThreadMessage::text(&*long);
    assert_eq!(path(client.start_forum_thread(channel, "x", &post).check()), "message.content");
    assert_eq!(path(post.check()), "content");
}

#[test]
fn a_message_with_all_it_can_hold_is_taken() {
    let client = client();
    let message = client.create_message(id()).content("text").embeds(&[sample()]).poll(&sample());
    let message = message.attachments(&[sample()]).allowed_mentions(&sample()).nonce(&sample());
    assert_eq!(message.sticker_ids(&[id()]).shared_client_theme(&sample()).check(), Ok(()));
    let flags = MessageFlags::IS_COMPONENTS_V2;
    let message = client.create_message(id()).flags(flags).components(&[sample()]);
    assert_eq!(message.check(), Ok(()));
    let text = [TextDisplay::new("x").into()];
    assert_eq!(path(client.create_message(id()).components(&text).check()), "components.0");
    // The message may already have the flag, which need not be sent again.
    assert_eq!(client.edit_message(id(), id()).components(&text).check(), Ok(()));
    assert_eq!(client.edit_message(id(), id()).content(None).check(), Ok(()));
    assert_eq!(client.start_thread(id(), "a thread without a message").check(), Ok(()));
}

#[test]
fn a_sticker_is_checked() {
    let client = client();
    let file = || Upload::bytes("a.png", "png");
    let guild = Id::new(1).unwrap();
    assert_eq!(client.create_guild_sticker(guild, file(), "blob", "blob").check(), Ok(()));
    assert_eq!(path(client.create_guild_sticker(guild, file(), "b", "blob").check()), "name");
    let sticker = client.modify_guild_sticker(guild, id());
    assert_eq!(path(sticker.tags("x".repeat(201)).check()), "tags");
    assert_eq!(client.modify_guild_sticker(guild, id()).description(None).check(), Ok(()));
}

#[test]
fn changes_of_a_command_are_checked() {
    let client = client();
    let global = || client.edit_global_application_command(id(), id());
    let in_guild = || client.edit_guild_application_command(id(), id(), id());
    assert_eq!(global().check(), Ok(()));
    assert_eq!(in_guild().name("Say Hello").description("").check(), Ok(()));
    assert_eq!(path(global().name("x".repeat(33)).check()), "name");
    assert_eq!(path(in_guild().description(&*"x".repeat(101)).check()), "description");
    let option = |name: String| CommandOption::new(CommandOptionKind::String, name, "x");
    let options = [option("a".into()), option("B".into())];
    assert_eq!(path(global().options(&options).check()), "options.1.name");
    assert_eq!(path(in_guild().options(&vec![option("a".into()); 2]).check()), "options.1.name");
}

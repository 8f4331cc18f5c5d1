//! Describes an event by its one or two most important fields.
//!
//! Each event is decoded as a small type that borrows from the message. Decoding three fields is cheap, however large
//! the event is.

use std::borrow::Cow;

use gateway_model::{DecodeError, Dispatch, EventKind};
use serde::Deserialize;

/// The most characters of a message's text that are shown.
const MAX_TEXT: usize = 60;

/// Returns the text to show beside an event's name.
///
/// # Errors
///
/// Returns an error if the event does not have the documented form.
pub(crate) fn describe(event: &Dispatch) -> Result<String, DecodeError> {
    match event.kind() {
        EventKind::Ready => ready(event),
        EventKind::GuildCreate => guild_create(event),
        EventKind::MessageCreate => message_create(event),
        EventKind::MessageReactionAdd | EventKind::MessageReactionRemove => reaction(event),
        EventKind::PresenceUpdate => presence(event),
        EventKind::Resumed => Ok("all missed events were replayed".to_owned()),
        _ => anything(event),
    }
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    username: Cow<'a, str>,
}

fn ready(event: &Dispatch) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    struct View<'a> {
        #[serde(borrow)]
        user: Named<'a>,
        #[serde(default)]
        guilds: Vec<serde::de::IgnoredAny>,
    }
    let view: View<'_> = event.decode()?;
    Ok(format!("as {}, {} guilds to come", view.user.username, view.guilds.len()))
}

fn guild_create(event: &Dispatch) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    struct View<'a> {
        #[serde(borrow, default)]
        name: Option<Cow<'a, str>>,
        #[serde(default)]
        member_count: Option<u64>,
        #[serde(default)]
        unavailable: bool,
    }
    let view: View<'_> = event.decode()?;
    if view.unavailable {
        return Ok("unavailable".to_owned());
    }
    let name = view.name.unwrap_or_default();
    Ok(view
        .member_count
        .map_or_else(|| name.to_string(), |count| format!("{name}, {count} members")))
}

fn message_create(event: &Dispatch) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    struct View<'a> {
        #[serde(borrow)]
        author: Named<'a>,
        #[serde(borrow, default)]
        content: Cow<'a, str>,
    }
    let view: View<'_> = event.decode()?;
    // It is empty without the MESSAGE_CONTENT intent, or if the message has only files, embeds or stickers.
    let text = if view.content.is_empty() { "(no text)".into() } else { shorten(&view.content) };
    Ok(format!("{}: {text}", view.author.username))
}

fn reaction(event: &Dispatch) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    struct Emoji<'a> {
        #[serde(borrow, default)]
        name: Option<Cow<'a, str>>,
    }
    #[derive(Deserialize)]
    struct View<'a> {
        #[serde(borrow)]
        emoji: Emoji<'a>,
        #[serde(borrow)]
        user_id: Cow<'a, str>,
    }
    let view: View<'_> = event.decode()?;
    Ok(format!("{} by {}", view.emoji.name.unwrap_or("(deleted emoji)".into()), view.user_id))
}

fn presence(event: &Dispatch) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    struct User<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
    }
    #[derive(Deserialize)]
    struct View<'a> {
        #[serde(borrow)]
        user: User<'a>,
        #[serde(borrow, default)]
        status: Option<Cow<'a, str>>,
    }
    let view: View<'_> = event.decode()?;
    Ok(format!("{} is {}", view.user.id, view.status.unwrap_or("in an unknown state".into())))
}

/// Returns the ids that most events have, for events without a description of their own.
fn anything(event: &Dispatch) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    struct View<'a> {
        #[serde(borrow, default)]
        channel_id: Option<Cow<'a, str>>,
        #[serde(borrow, default)]
        user_id: Option<Cow<'a, str>>,
        #[serde(borrow, default)]
        guild_id: Option<Cow<'a, str>>,
    }
    // Some events contain a list or nothing.
    if event.data().first() != Some(&b'{') {
        return Ok(String::new());
    }
    let view: View<'_> = event.decode()?;
    let named = [("user", view.user_id), ("channel", view.channel_id), ("guild", view.guild_id)];
    let parts: Vec<_> = named
        .into_iter()
        .filter_map(|(name, id)| id.map(|id| format!("{name} {id}")))
        .take(2)
        .collect();
    Ok(parts.join(", "))
}

/// Returns one line of at most [`MAX_TEXT`] characters, in which control characters are visible.
///
/// A message is text of strangers, so an escape sequence in it must not reach the terminal.
fn shorten(text: &str) -> Cow<'_, str> {
    let fits = text.chars().count() <= MAX_TEXT;
    if fits && !text.chars().any(char::is_control) {
        return text.into();
    }
    let mut line: String = text
        .chars()
        .take(MAX_TEXT)
        .map(|character| if character.is_control() { '\u{b7}' } else { character })
        .collect();
    if !fits {
        line.push('\u{2026}');
    }
    line.into()
}

#[cfg(test)]
mod tests {
    use gateway_model::Bytes;

    use super::*;

    fn line(name: &str, data: &str) -> String {
        let message = format!(r#"{{"t":"{name}","s":1,"op":0,"d":{data}}}"#);
        describe(&Dispatch::parse(Bytes::from(message)).unwrap()).unwrap()
    }

    #[test]
    fn shows_who_and_what() {
        assert_eq!(
            line("MESSAGE_CREATE", r#"{"content":"hi","author":{"username":"ada"}}"#),
            "ada: hi"
        );
        assert_eq!(line("GUILD_CREATE", r#"{"name":"Home","member_count":3}"#), "Home, 3 members");
        assert_eq!(line("PRESENCE_UPDATE", r#"{"user":{"id":"5"},"status":"idle"}"#), "5 is idle");
        assert_eq!(line("NEW_EVENT", r#"{"user_id":"1","guild_id":"2"}"#), "user 1, guild 2");
        assert_eq!(line("NEW_EVENT", "[]"), "");
    }

    #[test]
    fn text_of_strangers_cannot_steer_the_terminal() {
        let shown =
            line("MESSAGE_CREATE", r#"{"content":"a\u001b[2Jb\nc","author":{"username":"eve"}}"#);
        assert_eq!(shown, "eve: a\u{b7}[2Jb\u{b7}c");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(shorten(&"x".repeat(61)).chars().count(), 61);
        assert!(shorten(&"x".repeat(61)).ends_with('\u{2026}'));
    }
}

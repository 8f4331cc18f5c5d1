//! The types without a connection: decodes all of an event, and then only three of its fields.
#![allow(clippy::print_stdout, reason = "a program for people")]

use gateway_model::event::MessageCreate;
use gateway_model::{Bytes, Dispatch};
use serde::Deserialize;

/// The fields of a message that a program needs.
#[derive(Deserialize)]
struct Part<'a> {
    id: &'a str,
    content: String,
}

fn main() -> anyhow::Result<()> {
    let payload = r#"{"op":0,"s":7,"t":"MESSAGE_CREATE","d":{"id":"1130","channel_id":"2","content":"hello","author":
        {"id":"3","username":"owl","discriminator":"0","avatar":null,"global_name":null},"timestamp":"2026-11-30T12:00:00+00:00",
        "edited_timestamp":null,"tts":false,"mention_everyone":false,"mentions":[],"mention_roles":[],"attachments":[],"embeds":[],
        "pinned":false,"type":0,"something_new":true}}"#;
    let dispatch = Dispatch::parse(Bytes::from(payload))?;
    println!("{} with sequence {}", dispatch.name(), dispatch.sequence());

    let message = dispatch.decode_event::<MessageCreate>()?.value;
    println!("{} at {}: {}", message.author.username, message.timestamp, message.content);

    let part: Part<'_> = dispatch.decode()?;
    println!("{}: {}", part.id, part.content);
    Ok(())
}

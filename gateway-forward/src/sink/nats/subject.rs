//! Subjects of events, and which of them a stream takes.
//!
//! NATS docs: [Subject-Based Messaging](https://docs.nats.io/nats-concepts/subjects): `*` stands for one token, `>`
//! at the end for one or more.

use std::borrow::Cow;

use crate::event::ForwardEvent;

/// `PREFIX.SHARD.NAME.GUILD`. A name that Discord may add one day cannot add a level or a wildcard.
pub(super) fn subject(prefix: &str, event: &ForwardEvent) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name: String = event.name.chars().map(|c| if safe(c) { c } else { '_' }).collect();
    let guild: Cow<'_, str> = event.guild.map_or("_".into(), |guild| guild.to_string().into());
    format!("{prefix}.{}.{name}.{guild}", event.shard)
}

/// The subjects of all events.
pub(super) fn all(prefix: &str) -> String {
    format!("{prefix}.>")
}

/// Whether one subject can fit both patterns; one of them may be a subject itself.
pub(super) fn overlap(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.split('.'), other.split('.'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(">"), Some(_)) | (Some(_), Some(">")) => return true,
            (Some(a), Some(b)) if a == b || a == "*" || b == "*" => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::Intents;
    use gateway_model::id::Id;

    use super::*;

    #[test]
    fn the_subject_has_four_parts_whatever_the_name() {
        let mut event = ForwardEvent {
            id: "s:3:7".into(),
            name: "MESSAGE_CREATE".into(),
            shard: 3,
            guild: Id::new(81),
            intents: Intents::empty(),
            received_ms: 0,
            fleet: None,
            data: bytes::Bytes::new(),
        };
        assert_eq!(subject("discord", &event), "discord.3.MESSAGE_CREATE.81");
        event.name = "A.>*B".into();
        event.guild = None;
        assert_eq!(subject("discord", &event), "discord.3.A___B._");
    }

    #[test]
    fn wildcards_stand_for_one_token_or_for_all_that_follow() {
        for (one, other, expected) in [
            ("discord.>", "discord.0.READY._", true),
            ("discord.*.READY.*", "discord.0.READY._", true),
            ("discord.*.MESSAGE_CREATE.>", "discord.>", true),
            (">", "discord.>", true),
            ("*.>", "discord.>", true),
            ("discord.*.READY.*", "discord.0.RESUMED._", false),
            ("discord", "discord.>", false),
            ("discord.*", "discord.0.READY._", false),
            ("orders.>", "discord.>", false),
            ("discord.0.READY", "discord.0.READY._", false),
        ] {
            assert_eq!(overlap(one, other), expected, "{one} {other}");
            assert_eq!(overlap(other, one), expected, "{other} {one}");
        }
    }
}

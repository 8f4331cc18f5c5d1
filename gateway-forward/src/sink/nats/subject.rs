//! The subjects of a stream.
//!
//! NATS docs: [Subject-Based Messaging](https://docs.nats.io/nats-concepts/subjects): `*` stands for one token, `>`
//! at the end for one or more.

/// Returns whether one subject can match both patterns; one of them may be a subject itself.
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
    use super::*;

    #[test]
    fn wildcards_stand_for_one_token_or_for_all_that_follow() {
        for (one, other, expected) in [
            ("discord.>", "discord.8.0.0.READY._", true),
            ("discord.*.*.*.READY.*", "discord.8.0.0.READY._", true),
            ("discord.*.*.*.MESSAGE_CREATE.>", "discord.>", true),
            (">", "discord.>", true),
            ("*.>", "discord.>", true),
            ("discord.*.*.*.READY.*", "discord.8.0.0.RESUMED._", false),
            ("discord", "discord.>", false),
            ("discord.*", "discord.8.0.0.READY._", false),
            ("orders.>", "discord.>", false),
            ("discord.8.0.0.READY", "discord.8.0.0.READY._", false),
        ] {
            assert_eq!(overlap(one, other), expected, "{one} {other}");
            assert_eq!(overlap(other, one), expected, "{other} {one}");
        }
    }
}

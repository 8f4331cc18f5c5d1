use crate::component::TextDisplay;
use crate::emoji::PartialEmoji;
use crate::id::{Id, marker};
use crate::interaction::{InteractionResponse, MessageResponse};
use crate::limits::Limit;
use crate::message::*;
use crate::sticker::StickerParts;

fn text(length: usize) -> String {
    "ä".repeat(length)
}

fn ids<T>(count: usize) -> Vec<Id<T>> {
    vec![Id::new(7).unwrap(); count]
}

/// Checks that `good` is at the limit, that `bad` is one beyond it, and that the error has this path.
fn holds(good: MessageParts<'_>, bad: MessageParts<'_>, path: &str) {
    assert_eq!(good.check(), Ok(()), "{path}");
    assert_eq!(bad.check().unwrap_err().path, path);
}

#[test]
fn the_parts_of_a_message() {
    let (good, bad) = (text(2000), text(2001));
    let content = |content| MessageParts { content: Some(content), ..MessageParts::default() };
    holds(content(&good), content(&bad), "content");
    let (good, bad) = (Nonce::from(text(25)), Nonce::from(text(26)));
    let nonce = |nonce| MessageParts { nonce: Some(nonce), ..MessageParts::default() };
    holds(nonce(&good), nonce(&bad), "nonce");
    let stickers = ids::<marker::Sticker>(4);
    let sticker_ids = |sticker_ids| MessageParts { sticker_ids, ..MessageParts::default() };
    holds(sticker_ids(&stickers[..3]), sticker_ids(&stickers), "sticker_ids");
    let file = |length| [AttachmentRequest::uploaded(0).description(text(length))];
    let (good, bad) = (file(1024), file(1025));
    let attachments = |attachments| MessageParts { attachments, ..MessageParts::default() };
    holds(attachments(&good), attachments(&bad), "attachments.0.description");
}

#[test]
fn embeds_together() {
    let embed = |length: usize| Embed::new().description(text(length));
    fn all(embeds: &[Embed]) -> MessageParts<'_> {
        MessageParts { embeds, ..MessageParts::default() }
    }
    holds(all(&vec![embed(1); 10]), all(&vec![embed(1); 11]), "embeds");
    holds(all(&[embed(3000), embed(3000)]), all(&[embed(3000), embed(3001)]), "embeds");
    holds(all(&[embed(4096)]), all(&[embed(1), embed(4097)]), "embeds.1.description");
}

#[test]
fn mentions() {
    fn all(mentions: &AllowedMentions) -> MessageParts<'_> {
        MessageParts { allowed_mentions: Some(mentions), ..MessageParts::default() }
    }
    let users = |count| ids(count).into_iter().fold(AllowedMentions::none(), AllowedMentions::user);
    holds(all(&users(100)), all(&users(101)), "allowed_mentions.users");
    let roles = |count| ids(count).into_iter().fold(AllowedMentions::none(), AllowedMentions::role);
    holds(all(&roles(100)), all(&roles(101)), "allowed_mentions.roles");
    let of_kind = |kind| AllowedMentions::parse([kind]).user(ids(1)[0]);
    let bad = of_kind(AllowedMentionKind::Users);
    holds(all(&of_kind(AllowedMentionKind::Roles)), all(&bad), "allowed_mentions.users");
}

#[test]
fn polls() {
    let holds = |good: PollCreate, bad: PollCreate, path: &str| {
        assert_eq!(good.check(), Ok(()), "{path}");
        let parts = MessageParts { poll: Some(&bad), ..MessageParts::default() };
        assert_eq!(parts.check().unwrap_err().path, format!("poll.{path}"));
    };
    let question = |length| PollCreate::new(text(length));
    holds(question(300), question(301), "question.text");
    let poll = || PollCreate::new("x");
    holds(poll().answer(text(55)), poll().answer(text(56)), "answers.0.poll_media.text");
    let answers = |count| (0..count).fold(poll(), |poll, _| poll.answer("x"));
    holds(answers(10), answers(11), "answers");
    holds(poll().duration_hours(768), poll().duration_hours(769), "duration");
    let mut asked = poll();
    asked.question.emoji = Some(PartialEmoji::standard("🔥"));
    holds(
        poll().answer(PollMedia::new("x").emoji(PartialEmoji::standard("🔥"))),
        asked,
        "question.emoji",
    );
    let mut empty = poll().answer("x");
    empty.answers[0].poll_media.text = None;
    holds(poll(), empty, "answers.0.poll_media.text");
}

#[test]
fn themes() {
    let theme =
        |colors, angle, mix| SharedClientTheme::new(vec!["5865f2".to_owned(); colors], angle, mix);
    assert_eq!(theme(5, 360, 100).check(), Ok(()));
    for (bad, path) in [
        (theme(6, 0, 0), "colors"),
        (theme(1, 361, 0), "gradient_angle"),
        (theme(1, 0, 101), "base_mix"),
    ] {
        let parts = MessageParts { shared_client_theme: Some(&bad), ..MessageParts::default() };
        assert_eq!(parts.check().unwrap_err().path, format!("shared_client_theme.{path}"));
    }
}

#[test]
fn components_alone_go_with_nothing_else() {
    let components = [TextDisplay::new("x").into()];
    let (embeds, stickers) = ([Embed::new().title("x")], ids::<marker::Sticker>(1));
    let (poll, theme) = (PollCreate::new("x"), SharedClientTheme::new(Vec::new(), 0, 0));
    let alone = MessageParts {
        components: &components,
        flags: Some(MessageFlags::IS_COMPONENTS_V2),
        ..MessageParts::default()
    };
    holds(alone, MessageParts { content: Some("x"), ..alone }, "content");
    holds(alone, MessageParts { embeds: &embeds, ..alone }, "embeds");
    holds(alone, MessageParts { sticker_ids: &stickers, ..alone }, "sticker_ids");
    holds(alone, MessageParts { poll: Some(&poll), ..alone }, "poll");
    holds(
        alone,
        MessageParts { shared_client_theme: Some(&theme), ..alone },
        "shared_client_theme",
    );
}

#[test]
fn answers_to_interactions() {
    let message = || MessageResponse::new().component(TextDisplay::new("x"));
    let error = InteractionResponse::message(message()).check().unwrap_err();
    assert_eq!(error.path, "data.components.0");
    assert_eq!(message().check().unwrap_err().path, "components.0");
    // The edited message may already have the flag.
    assert_eq!(InteractionResponse::update_message(message()).check(), Ok(()));
    assert_eq!(message().check_edit(), Ok(()));
    let flagged = message().flags(MessageFlags::IS_COMPONENTS_V2).ephemeral();
    assert_eq!(InteractionResponse::message(flagged).check(), Ok(()));
    let long = MessageResponse::new().content(text(2001));
    let error = InteractionResponse::message(long).check().unwrap_err();
    assert_eq!(error.limit, Limit::Characters { found: 2001, allowed: 0..=2000 });
    assert_eq!(InteractionResponse::deferred_message(true).check(), Ok(()));
    assert_eq!(InteractionResponse::pong().check(), Ok(()));
}

#[test]
fn stickers() {
    let (three, most) = (text(3), text(200));
    fn parts<'a>(name: &'a str, description: &'a str, tags: &'a str) -> StickerParts<'a> {
        StickerParts { name: Some(name), description: Some(description), tags: Some(tags) }
    }
    let of = |length: usize| &most[..length * 2];
    assert_eq!(parts(of(30), of(100), of(200)).check(), Ok(()));
    assert_eq!(parts(of(2), "", of(0)).check(), Ok(()));
    assert_eq!(parts(of(31), "", "").check().unwrap_err().path, "name");
    assert_eq!(parts(of(1), "", "").check().unwrap_err().path, "name");
    assert_eq!(parts(&three, of(1), "").check().unwrap_err().path, "description");
    assert_eq!(
        parts(&three, &format!("{three}{}", of(98)), "").check().unwrap_err().path,
        "description"
    );
    assert_eq!(parts(&three, "", &format!("{most}x")).check().unwrap_err().path, "tags");
}

//! Parses mentions in text.

use std::ops::Range;

use super::{GuildNavigation, Mention};
use crate::id::Id;
use crate::timestamp::Timestamp;
use crate::timestamp::TimestampStyle;

impl<'a> Mention<'a> {
    /// Parses a text that is exactly one mention, for example an argument of a command.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?.strip_suffix('>')?;
        if let Some(id) = inner.strip_prefix("@&") {
            return id.parse().ok().map(Self::Role);
        }
        if let Some(id) = inner.strip_prefix("@!").or(inner.strip_prefix('@')) {
            return id.parse().ok().map(Self::User);
        }
        if let Some(id) = inner.strip_prefix('#') {
            return id.parse().ok().map(Self::Channel);
        }
        if let Some(command) = inner.strip_prefix('/') {
            let (name, id) = named(command)?;
            return Some(Self::Command { name, id });
        }
        if let Some(place) = inner.strip_prefix("id:") {
            return navigation(place).map(Self::GuildNavigation);
        }
        if let Some(time) = inner.strip_prefix("t:") {
            return timestamp(time);
        }
        let (emoji, animated) = match inner.strip_prefix("a:") {
            Some(emoji) => (emoji, true),
            None => (inner.strip_prefix(':')?, false),
        };
        let (name, id) = named(emoji)?;
        Some(Self::Emoji { name, id, animated })
    }

    /// Finds all mentions in a text, in their order.
    ///
    /// Code blocks and escapes are not considered.
    #[must_use]
    pub const fn all_in(text: &'a str) -> Mentions<'a> {
        Mentions { text, at: 0 }
    }
}

/// A mention in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found<'a> {
    /// The mention.
    pub mention: Mention<'a>,
    /// Where it is in the text, in bytes.
    pub range: Range<usize>,
}

/// The mentions in a text; created by [`Mention::all_in`].
#[derive(Clone, Debug)]
pub struct Mentions<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Mentions<'a> {
    type Item = Found<'a>;

    fn next(&mut self) -> Option<Found<'a>> {
        loop {
            let start = self.at + self.text[self.at..].find('<')?;
            // The next one may begin before this one ends: `<@<@1>`.
            self.at = start + 1;
            let rest = &self.text[self.at..];
            let Some(length) = rest.find(['<', '>']) else { continue };
            let range = start..self.at + length + 1;
            if let Some(mention) = Mention::parse(&self.text[range.clone()]) {
                self.at = range.end;
                return Some(Found { mention, range });
            }
        }
    }
}

/// A name and an id.
fn named<T>(text: &str) -> Option<(&str, Id<T>)> {
    let (name, id) = text.rsplit_once(':')?;
    // An empty name, or one with a character that ends a name, is invalid.
    if name.is_empty() || name.contains([':', '<', '>', '\n']) {
        return None;
    }
    Some((name, id.parse().ok()?))
}

fn navigation(place: &str) -> Option<GuildNavigation> {
    Some(match place {
        "customize" => GuildNavigation::Customize,
        "browse" => GuildNavigation::Browse,
        "guide" => GuildNavigation::Guide,
        "linked-roles" => GuildNavigation::LinkedRoles,
        _ => {
            let id = place.strip_prefix("linked-roles:")?;
            GuildNavigation::LinkedRole(id.parse().ok()?)
        }
    })
}

fn timestamp(text: &str) -> Option<Mention<'_>> {
    let (seconds, style) = match text.split_once(':') {
        Some((seconds, style)) => {
            let mut letters = style.chars();
            let style = TimestampStyle::from_letter(letters.next()?)?;
            if letters.next().is_some() {
                return None;
            }
            (seconds, style)
        }
        None => (text, TimestampStyle::default()),
    };
    // `i64::from_str` would also accept a leading plus sign.
    if seconds.starts_with('+') {
        return None;
    }
    let time = Timestamp::from_unix_secs(seconds.parse().ok()?);
    Some(Mention::Timestamp(time.mention(style)))
}

//! Checks embeds against Discord's limits.

use super::Embed;
use crate::limits::{LimitError, characters, each, items};

impl Embed {
    /// Returns the number of characters that count towards the limit of 6000 for all embeds of a message.
    #[must_use]
    pub fn total_length(&self) -> usize {
        let text = |text: &Option<String>| text.as_deref().map_or(0, length);
        text(&self.title)
            + text(&self.description)
            + self.footer.as_ref().map_or(0, |footer| length(&footer.text))
            + self.author.as_ref().map_or(0, |author| length(&author.name))
            + self
                .fields
                .iter()
                .map(|field| length(&field.name) + length(&field.value))
                .sum::<usize>()
    }

    /// Checks whether Discord would accept the lengths of the embed.
    ///
    /// Docs: [Message, Embed Limits](https://docs.discord.com/developers/resources/message#embed-object-embed-limits).
    ///
    /// # Errors
    ///
    /// Returns the first error: a part that is too long, or the total.
    pub fn check(&self) -> Result<(), LimitError> {
        let text = |text: &Option<String>| text.as_deref().map_or(0, length);
        characters("title", text(&self.title), 0..=256)?;
        characters("description", text(&self.description), 0..=4096)?;
        items("fields", self.fields.len(), 0..=25)?;
        each("fields", &self.fields, |field| {
            characters("name", length(&field.name), 0..=256)?;
            characters("value", length(&field.value), 0..=1024)
        })?;
        let footer = self.footer.as_ref().map_or(0, |footer| length(&footer.text));
        characters("footer.text", footer, 0..=2048)?;
        let author = self.author.as_ref().map_or(0, |author| length(&author.name));
        characters("author.name", author, 0..=256)?;
        characters("", self.total_length(), 0..=MOST_OF_ALL)
    }
}

/// The maximum number of characters of all embeds of a message together.
pub(super) const MOST_OF_ALL: usize = 6000;

/// Returns the number of characters of a text without surrounding white space, which Discord trims.
fn length(text: &str) -> usize {
    text.trim().chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limit;

    #[test]
    fn every_limit_of_the_docs_table() {
        let text = |length| "ä".repeat(length);
        let cases: [(Embed, Embed, &str); 7] = [
            (Embed::new().title(text(256)), Embed::new().title(text(257)), "title"),
            (
                Embed::new().description(text(4096)),
                Embed::new().description(text(4097)),
                "description",
            ),
            (fields(25), fields(26), "fields"),
            (
                Embed::new().field(text(256), "v", true),
                Embed::new().field(text(257), "v", true),
                "fields.0.name",
            ),
            (
                Embed::new().field("n", text(1024), true),
                Embed::new().field("n", text(1025), true),
                "fields.0.value",
            ),
            (Embed::new().footer(text(2048)), Embed::new().footer(text(2049)), "footer.text"),
            (Embed::new().author(text(256)), Embed::new().author(text(257)), "author.name"),
        ];
        for (good, bad, path) in cases {
            assert_eq!(good.check(), Ok(()), "{path}");
            assert_eq!(bad.check().unwrap_err().path, path);
        }
        let long = Embed::new().description(text(4000)).footer(text(2001));
        let error = long.check().unwrap_err();
        assert_eq!(error.path, "");
        assert_eq!(error.limit, Limit::Characters { found: 6001, allowed: 0..=6000 });
    }

    fn fields(count: usize) -> Embed {
        (0..count).fold(Embed::new(), |embed, _| embed.field("n", "v", false))
    }
}

//! What Discord takes as an embed.

use std::fmt;

use super::Embed;

/// A part of an embed that has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EmbedPart {
    /// The title.
    Title,
    /// The text.
    Description,
    /// The number of fields.
    Fields,
    /// The name of a field, by its place from zero.
    FieldName(usize),
    /// The value of a field, by its place from zero.
    FieldValue(usize),
    /// The text of the footer.
    Footer,
    /// The name of the author.
    Author,
    /// The characters of all parts together.
    Total,
}

impl fmt::Display for EmbedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("title"),
            Self::Description => f.write_str("description"),
            Self::Fields => f.write_str("number of fields"),
            Self::FieldName(index) => write!(f, "name of field {index}"),
            Self::FieldValue(index) => write!(f, "value of field {index}"),
            Self::Footer => f.write_str("footer"),
            Self::Author => f.write_str("author"),
            Self::Total => f.write_str("all parts together"),
        }
    }
}

/// An embed that Discord would refuse: a part of it is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("embed: {part} is {length}, at most {limit} is allowed")]
pub struct EmbedError {
    /// Which part.
    pub part: EmbedPart,
    /// How long it is, in characters or fields.
    pub length: usize,
    /// How long it may be.
    pub limit: usize,
}

impl Embed {
    /// How many characters count towards the limit of 6000 for all embeds of a message.
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

    /// Whether Discord would take the embed by its lengths.
    ///
    /// Docs: [Message, Embed Limits](https://docs.discord.com/developers/resources/message#embed-object-embed-limits).
    ///
    /// # Errors
    ///
    /// The first part that is too long.
    pub fn check(&self) -> Result<(), EmbedError> {
        let within = |part, length, limit| {
            if length > limit { Err(EmbedError { part, length, limit }) } else { Ok(()) }
        };
        within(EmbedPart::Title, self.title.as_deref().map_or(0, length), 256)?;
        within(EmbedPart::Description, self.description.as_deref().map_or(0, length), 4096)?;
        within(EmbedPart::Fields, self.fields.len(), 25)?;
        for (index, field) in self.fields.iter().enumerate() {
            within(EmbedPart::FieldName(index), length(&field.name), 256)?;
            within(EmbedPart::FieldValue(index), length(&field.value), 1024)?;
        }
        within(
            EmbedPart::Footer,
            self.footer.as_ref().map_or(0, |footer| length(&footer.text)),
            2048,
        )?;
        within(
            EmbedPart::Author,
            self.author.as_ref().map_or(0, |author| length(&author.name)),
            256,
        )?;
        within(EmbedPart::Total, self.total_length(), 6000)
    }
}

/// Characters of a text, without the white space around it, which Discord trims.
fn length(text: &str) -> usize {
    text.trim().chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_of_the_docs_table() {
        let text = |length| "ä".repeat(length);
        let cases: [(Embed, Embed, EmbedPart); 7] = [
            (Embed::new().title(text(256)), Embed::new().title(text(257)), EmbedPart::Title),
            (
                Embed::new().description(text(4096)),
                Embed::new().description(text(4097)),
                EmbedPart::Description,
            ),
            (fields(25), fields(26), EmbedPart::Fields),
            (
                Embed::new().field(text(256), "v", true),
                Embed::new().field(text(257), "v", true),
                EmbedPart::FieldName(0),
            ),
            (
                Embed::new().field("n", text(1024), true),
                Embed::new().field("n", text(1025), true),
                EmbedPart::FieldValue(0),
            ),
            (Embed::new().footer(text(2048)), Embed::new().footer(text(2049)), EmbedPart::Footer),
            (Embed::new().author(text(256)), Embed::new().author(text(257)), EmbedPart::Author),
        ];
        for (good, bad, part) in cases {
            assert_eq!(good.check(), Ok(()), "{part}");
            assert_eq!(bad.check().unwrap_err().part, part);
        }
        let long = Embed::new().description(text(4000)).footer(text(2001));
        assert_eq!(long.check().unwrap_err().part, EmbedPart::Total);
    }

    fn fields(count: usize) -> Embed {
        (0..count).fold(Embed::new(), |embed, _| embed.field("n", "v", false))
    }
}

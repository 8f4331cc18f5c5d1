//! Which mentions of a message count.

use crate::id::{Id, marker};
use crate::limits::{LimitError, forbid, items};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// Which mentions of a message notify somebody.
    ///
    /// Docs: [Message, Allowed Mentions Object](https://docs.discord.com/developers/resources/message#allowed-mentions-object).
    /// The default, with all fields empty, lets nobody be notified.
    #[derive(Default, Eq, Hash)]
    pub struct AllowedMentions {
        /// Kinds of mention that count wherever the text has them.
        pub parse {default}: Vec<AllowedMentionKind>,
        /// Roles that count, at most 100; not together with the kind for roles.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub roles {default}: Vec<Id<marker::Role>>,
        /// Users that count, at most 100; not together with the kind for users.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub users {default}: Vec<Id<marker::User>>,
        /// Whether the author of the message that is answered is notified.
        pub replied_user?: bool,
    }
}

impl AllowedMentions {
    /// Nobody is notified.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// These kinds of mention count.
    #[must_use]
    pub fn parse(kinds: impl IntoIterator<Item = AllowedMentionKind>) -> Self {
        Self { parse: kinds.into_iter().collect(), ..Self::default() }
    }

    /// The same, with one more user that counts.
    #[must_use]
    pub fn user(mut self, id: Id<marker::User>) -> Self {
        self.users.push(id);
        self
    }

    /// The same, with one more role that counts.
    #[must_use]
    pub fn role(mut self, id: Id<marker::Role>) -> Self {
        self.roles.push(id);
        self
    }

    /// The same, with or without notice to the author of the message that is answered.
    #[must_use]
    pub fn replied_user(mut self, notify: bool) -> Self {
        self.replied_user = Some(notify);
        self
    }

    /// Whether Discord would take them.
    ///
    /// Docs: [Message, Allowed Mentions Object](https://docs.discord.com/developers/resources/message#allowed-mentions-object).
    ///
    /// # Errors
    ///
    /// Returns an error if too many users or roles are named, or a kind and some of it.
    pub fn check(&self) -> Result<(), LimitError> {
        const RULE: &str = "the kind is in `parse` already";
        items("roles", self.roles.len(), 0..=100)?;
        items("users", self.users.len(), 0..=100)?;
        let both = |kind, list_is_empty: bool| !list_is_empty && self.parse.contains(&kind);
        forbid("roles", both(AllowedMentionKind::Roles, self.roles.is_empty()), RULE)?;
        forbid("users", both(AllowedMentionKind::Users, self.users.is_empty()), RULE)
    }
}

open_enum! {
    /// A kind of mention.
    ///
    /// Docs: [Message, Allowed Mention Types](https://docs.discord.com/developers/resources/message#allowed-mentions-object-allowed-mention-types).
    pub enum AllowedMentionKind: str {
        /// Of roles.
        Roles = "roles",
        /// Of users.
        Users = "users",
        /// Of everyone and here.
        Everyone = "everyone",
    }
}

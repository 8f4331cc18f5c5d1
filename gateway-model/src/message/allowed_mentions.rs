//! Which mentions of a message notify.

use crate::id::{Id, marker};
use crate::limits::{LimitError, forbid, items};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// Which mentions of a message notify users.
    ///
    /// The default has only empty fields, so the message notifies nobody.
    ///
    /// Docs: [Message, Allowed Mentions Object](https://docs.discord.com/developers/resources/message#allowed-mentions-object).
    #[derive(Default, Eq, Hash)]
    pub struct AllowedMentions {
        /// Kinds of mention that notify, wherever they are in the text.
        pub parse {default}: Vec<AllowedMentionKind>,
        /// Roles that are notified, at most 100; not together with the kind for roles.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub roles {default}: Vec<Id<marker::Role>>,
        /// Users who are notified, at most 100; not together with the kind for users.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub users {default}: Vec<Id<marker::User>>,
        /// Whether the author of the message that is replied to is notified.
        pub replied_user?: bool,
    }
}

impl AllowedMentions {
    /// Allows no mention to notify anybody.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Allows these kinds of mention.
    #[must_use]
    pub fn parse(kinds: impl IntoIterator<Item = AllowedMentionKind>) -> Self {
        Self { parse: kinds.into_iter().collect(), ..Self::default() }
    }

    /// Adds a user who may be mentioned.
    #[must_use]
    pub fn user(mut self, id: Id<marker::User>) -> Self {
        self.users.push(id);
        self
    }

    /// Adds a role that may be mentioned.
    #[must_use]
    pub fn role(mut self, id: Id<marker::Role>) -> Self {
        self.roles.push(id);
        self
    }

    /// Sets whether the author of the message that is replied to is notified.
    #[must_use]
    pub fn replied_user(mut self, notify: bool) -> Self {
        self.replied_user = Some(notify);
        self
    }

    /// Checks whether Discord would accept them.
    ///
    /// Docs: [Message, Allowed Mentions Object](https://docs.discord.com/developers/resources/message#allowed-mentions-object).
    ///
    /// # Errors
    ///
    /// Returns an error if there are too many users or roles, or if a kind is combined with ids of that kind.
    pub fn check(&self) -> Result<(), LimitError> {
        const RULE: &str = "`parse` already contains this kind";
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
        /// Of @everyone and @here.
        Everyone = "everyone",
    }
}

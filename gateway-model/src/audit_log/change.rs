//! The change of one field, and the type of its values.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize as _, DeserializeOwned};
use serde_json::Value;

use super::AuditLogEntry;
use crate::command::CommandPermission;
use crate::id::{Id, marker};
use crate::macros::object::object;

object! {
    /// The change of one field.
    ///
    /// Docs: [Audit Log, Audit Log Change Object](https://docs.discord.com/developers/resources/audit-log#audit-log-change-object).
    /// [`AuditLogEntry::change`] reads the values as the field's type.
    #[derive(Eq, Hash)]
    pub struct AuditLogChange {
        /// New value; missing if the field was removed.
        pub new_value?: Value,
        /// Old value; missing if the field was added.
        pub old_value?: Value,
        /// Name of the field, with a few exceptions that the docs list.
        pub key: Box<str>,
    }
}

/// The name of a field in audit logs, and the type of its values.
///
/// The module [`key`](super::key) has one for each field of the objects in Discord's docs. [`AuditLogKey::new`] creates
/// one for a field that this version does not know.
pub struct AuditLogKey<T> {
    name: &'static str,
    values: PhantomData<fn() -> T>,
}

impl<T> AuditLogKey<T> {
    /// Creates the key of a field with this name and values of the type `T`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, values: PhantomData }
    }

    /// The name, as Discord writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<T> Clone for AuditLogKey<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for AuditLogKey<T> {}

impl<T> fmt::Debug for AuditLogKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditLogKey({})", self.name)
    }
}

/// A field's value before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changed<T> {
    /// The value before; `None` if the field had none.
    pub old: Option<T>,
    /// The value after; `None` if the field has none any more.
    pub new: Option<T>,
}

impl AuditLogChange {
    /// Returns the values as this type.
    ///
    /// # Errors
    ///
    /// Returns an error if a value is of another type.
    pub fn values<T: DeserializeOwned>(&self) -> Result<Changed<T>, serde_json::Error> {
        let read =
            |value: &Option<Value>| value.as_ref().map_or(Ok(None), Option::<T>::deserialize);
        Ok(Changed { old: read(&self.old_value)?, new: read(&self.new_value)? })
    }
}

impl AuditLogEntry {
    /// Returns the change of this field; `None` if it did not change.
    ///
    /// ```
    /// use gateway_model::audit_log::{AuditLogEntry, key};
    ///
    /// # let json = br#"{"target_id":"5","user_id":"4","id":"9","action_type":31,
    /// #     "changes":[{"key":"name","old_value":"Helper","new_value":"Moderator"}]}"#;
    /// let entry: AuditLogEntry = serde_json::from_slice(json)?;
    /// if let Some(name) = entry.change(key::NAME)? {
    ///     assert_eq!(name.new.as_deref(), Some("Moderator"));
    /// }
    /// assert_eq!(entry.change(key::PERMISSIONS)?, None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if a value does not have the type of the key.
    pub fn change<T: DeserializeOwned>(
        &self,
        key: AuditLogKey<T>,
    ) -> Result<Option<Changed<T>>, serde_json::Error> {
        let change = self.changes.iter().find(|change| &*change.key == key.name);
        change.map(AuditLogChange::values).transpose()
    }

    /// Returns the changed permissions of a command, by role, user or channel. Only entries of
    /// [`AuditLogAction::ApplicationCommandPermissionUpdate`](super::AuditLogAction::ApplicationCommandPermissionUpdate)
    /// have them.
    ///
    /// Docs: [Audit Log, Audit Log Change Exceptions](https://docs.discord.com/developers/resources/audit-log#audit-log-change-object-audit-log-change-exceptions).
    pub fn command_permission_changes(
        &self,
    ) -> impl Iterator<Item = (Id<marker::Generic>, Result<Changed<CommandPermission>, serde_json::Error>)>
    {
        self.changes.iter().filter_map(|change| Some((change.key.parse().ok()?, change.values())))
    }
}

object! {
    /// The part of a role that an audit log shows when it was added to or removed from a member.
    ///
    /// Docs: [Audit Log, Audit Log Change Exceptions](https://docs.discord.com/developers/resources/audit-log#audit-log-change-object-audit-log-change-exceptions).
    #[derive(Eq, Hash)]
    pub struct AuditLogRole {
        /// Id of the role.
        pub id: Id<marker::Role>,
        /// Name.
        pub name: Box<str>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::audit_log::key;
    use crate::channel::ChannelKind;
    use crate::guild::IntegrationKind;
    use crate::permissions::Permissions;

    fn entry(changes: Value) -> AuditLogEntry {
        serde_json::from_value(
            json!({"target_id":"5","user_id":"4","id":"9","action_type":31,"changes":changes}),
        )
        .unwrap()
    }

    #[test]
    fn a_change_has_the_type_of_its_field() {
        let entry = entry(json!([
            {"key":"name","new_value":"new"},
            {"key":"permissions","old_value":"8","new_value":"2048"},
            {"key":"type","new_value":5},
            {"key":"topic","old_value":"gone","new_value":null},
        ]));
        let name = entry.change(key::NAME).unwrap().unwrap();
        assert_eq!((name.old, name.new.as_deref()), (None, Some("new")));
        let permissions = entry.change(key::PERMISSIONS).unwrap().unwrap();
        assert_eq!(permissions.old, Some(Permissions::ADMINISTRATOR));
        assert_eq!(permissions.new, Some(Permissions::SEND_MESSAGES));
        let kind = entry.change(key::CHANNEL_KIND).unwrap().unwrap();
        assert_eq!(kind.new, Some(ChannelKind::GuildAnnouncement));
        let topic = entry.change(key::TOPIC).unwrap().unwrap();
        assert_eq!((topic.old.as_deref(), topic.new), (Some("gone"), None));
        assert_eq!(entry.change(key::POSITION).unwrap(), None);
        let other = AuditLogKey::<Box<str>>::new("name");
        assert!(entry.change(other).unwrap().is_some());
    }

    #[test]
    fn the_docs_exceptions() {
        let given = entry(json!([{"key":"$add","new_value":[{"id":"7","name":"Moderator"}]}]));
        let roles = given.change(key::ROLES_ADDED).unwrap().unwrap().new.unwrap();
        assert_eq!((roles[0].id.get(), &*roles[0].name), (7, "Moderator"));
        let allowed = entry(json!([
            {"key":"8","old_value":{"id":"8","type":1,"permission":false},"new_value":{"id":"8","type":1,"permission":true}},
        ]));
        let (id, change) = allowed.command_permission_changes().next().unwrap();
        let change = change.unwrap();
        assert_eq!((id.get(), change.new.unwrap().permission), (8, true));
        assert!(!change.old.unwrap().permission);
    }

    #[test]
    fn a_value_of_another_type_is_an_error() {
        let entry =
            entry(json!([{"key":"type","new_value":"twitch"}, {"key":"name","new_value":[1]}]));
        let integration = entry.change(key::INTEGRATION_KIND).unwrap().unwrap();
        assert_eq!(integration.new, Some(IntegrationKind::Twitch));
        assert!(entry.change(key::NAME).is_err());
    }
}

//! Options that are ids, with the objects that Discord resolves them to.

use gateway_model::channel::Channel;
use gateway_model::command::CommandOptionKind;
use gateway_model::guild::{Member, Role};
use gateway_model::id::{Id, marker};
use gateway_model::interaction::{OptionValue, ResolvedData};
use gateway_model::message::Attachment;
use gateway_model::user::User;

use super::argument_error::OptionProblem;
use super::option_type::OptionType;

/// A user or a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Mentionable {
    /// A user.
    User(Box<User>),
    /// A role.
    Role(Box<Role>),
}

impl Mentionable {
    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> Id<marker::Generic> {
        match self {
            Self::User(user) => user.id.cast(),
            Self::Role(role) => role.id.cast(),
        }
    }
}

/// Returns the member with this id, with its user.
pub(super) fn member(
    id: Id<marker::User>,
    resolved: &ResolvedData,
) -> Result<Member, OptionProblem> {
    let user = resolved.users.get(&id).ok_or(OptionProblem::NotResolved)?;
    let mut member = resolved.members.get(&id).ok_or(OptionProblem::NotAMember)?.clone();
    member.user = Some(user.clone());
    Ok(member)
}

fn mentionable(
    id: Id<marker::Generic>,
    resolved: &ResolvedData,
) -> Result<Mentionable, OptionProblem> {
    let user = || Some(Mentionable::User(Box::new(resolved.users.get(&id.cast())?.clone())));
    let role = || Some(Mentionable::Role(Box::new(resolved.roles.get(&id.cast())?.clone())));
    user().or_else(role).ok_or(OptionProblem::NotResolved)
}

macro_rules! resolved {
    ($($type:ty: $kind:ident = $id:ident => $read:expr;)*) => {$(
        impl OptionType for $type {
            const KIND: CommandOptionKind = CommandOptionKind::$kind;

            fn read(value: &OptionValue, resolved: &ResolvedData) -> Result<Self, OptionProblem> {
                let id: Id<marker::$id> = value.as_id().ok_or(OptionProblem::Type(Self::KIND))?;
                $read(id, resolved)
            }
        }
    )*};
}

macro_rules! find {
    ($field:ident) => {
        |id, resolved: &ResolvedData| {
            resolved.$field.get(&id).cloned().ok_or(OptionProblem::NotResolved)
        }
    };
}

resolved! {
    User: User = User => find!(users);
    Member: User = User => member;
    Channel: Channel = Channel => find!(channels);
    Role: Role = Role => find!(roles);
    Mentionable: Mentionable = Generic => mentionable;
    Attachment: Attachment = Attachment => find!(attachments);
    Id<marker::User>: User = User => |id, _| Ok(id);
    Id<marker::Channel>: Channel = Channel => |id, _| Ok(id);
    Id<marker::Role>: Role = Role => |id, _| Ok(id);
    Id<marker::Generic>: Mentionable = Generic => |id, _| Ok(id);
}

//! The values that a user chose in a menu.

use gateway_model::interaction::{InteractionData, ResolvedData};

use crate::answer::{Context, FromContext};
use crate::command::{OptionProblem, OptionType, value_of_text};

/// The values that a user chose in a menu of texts, users, roles, mentionables or channels. It is a further argument of
/// the handler of the menu's custom id. `T` is a type that an option of a command can have: see [`OptionType`].
///
/// ```
/// use gateway_commands::component::{Chosen, CustomId};
/// use gateway_commands::{AnswerError, Context, Router};
/// use gateway_model::user::User;
///
/// #[derive(CustomId)]
/// struct Invite;
///
/// async fn invite(ctx: Context, _: Invite, users: Chosen<User>) -> Result<(), AnswerError> {
///     let names: Vec<_> = users.0.iter().map(User::display_name).collect();
///     ctx.update(format!("Invited: {}", names.join(", "))).await
/// }
///
/// let router = Router::new().component(invite);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<T>(pub Vec<T>);

impl<T: OptionType> FromContext for Chosen<T> {
    type Error = OptionProblem;

    fn from_context(ctx: &Context) -> Result<Self, OptionProblem> {
        let Some(InteractionData::Component(data)) = &ctx.interaction().data else {
            return Err(OptionProblem::Missing);
        };
        let nothing = ResolvedData::default();
        let resolved = data.resolved.as_deref().unwrap_or(&nothing);
        let read = |text: &str| {
            let value = value_of_text::<T>(text).ok_or(OptionProblem::Type(T::KIND))?;
            T::read(&value, resolved)
        };
        data.values.iter().map(|text| read(text)).collect::<Result<_, _>>().map(Self)
    }
}

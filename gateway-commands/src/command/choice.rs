//! Values to choose from: enums, and the suggestions of autocomplete.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_model::command::{ChoiceValue, CommandOptionChoice};

/// A future of choices.
pub type Choices = BoxFuture<'static, Vec<CommandOptionChoice>>;

/// The largest number of choices that Discord accepts.
///
/// Docs: [Receiving and Responding, Autocomplete](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete).
const MOST: usize = 25;

/// An enum of values to choose from. Derive it: see [the module](super).
pub trait Choice: Sized + Send + 'static {
    /// Returns all values, with their names.
    fn choices() -> Vec<CommandOptionChoice>;

    /// Returns the name of this value, as Discord shows it in English.
    fn name(&self) -> &'static str;
}

/// A suggestion of autocomplete: the value, or its name and the value.
pub trait IntoChoice {
    /// Converts it to a choice.
    fn into_choice(self) -> CommandOptionChoice;
}

impl IntoChoice for CommandOptionChoice {
    fn into_choice(self) -> CommandOptionChoice {
        self
    }
}

impl<N: Into<String>, V: Into<ChoiceValue>> IntoChoice for (N, V) {
    fn into_choice(self) -> CommandOptionChoice {
        CommandOptionChoice::new(self.0, self.1)
    }
}

macro_rules! values {
    ($($type:ty)*) => {$(
        impl IntoChoice for $type {
            fn into_choice(self) -> CommandOptionChoice {
                CommandOptionChoice::new(self.to_string(), self)
            }
        }
    )*};
}

values! { String &str i64 f64 }

/// The return type of an option's autocomplete function: a list of [`IntoChoice`], or a `Result` with one. At most 25
/// choices are shown. An error is logged, and no choice is shown.
pub trait IntoChoices {
    /// Converts it to choices.
    fn into_choices(self) -> Vec<CommandOptionChoice>;
}

impl<C: IntoChoice> IntoChoices for Vec<C> {
    fn into_choices(self) -> Vec<CommandOptionChoice> {
        self.into_iter().take(MOST).map(IntoChoice::into_choice).collect()
    }
}

impl<C: IntoChoices, E: Into<Box<dyn std::error::Error + Send + Sync>>> IntoChoices
    for Result<C, E>
{
    fn into_choices(self) -> Vec<CommandOptionChoice> {
        match self {
            Ok(choices) => choices.into_choices(),
            Err(error) => {
                let error: Box<dyn std::error::Error + Send + Sync> = error.into();
                let error: &dyn std::error::Error = &*error;
                tracing::error!(error, "autocomplete failed");
                Vec::new()
            }
        }
    }
}

/// Returns the choices of a function's future.
pub(super) fn choices<F>(function: F) -> Choices
where
    F: Future + Send + 'static,
    F::Output: IntoChoices,
{
    function.map(IntoChoices::into_choices).boxed()
}

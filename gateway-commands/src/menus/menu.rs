//! A message with a menu of values.

use gateway_model::component::{ActionRow, SelectOption, StringSelect};
use gateway_model::interaction::InteractionData;

use super::control::{Action, Control, MenuId};
use super::error::MenuError;
use super::session::{Session, Settings, settings, with_row};
use crate::answer::{Context, Reply};
use crate::component::CustomId as _;

/// A message with a menu of at most 25 values of any type.
#[derive(Clone, Debug)]
#[must_use = "nobody is asked until `ask` is awaited"]
pub struct Menu<T> {
    question: Reply,
    placeholder: Option<String>,
    options: Vec<(SelectOption, T)>,
    settings: Settings,
}

impl<T> Menu<T> {
    /// Creates a menu with a question, which is a text, an embed or a whole message.
    pub fn new(question: impl Into<Reply>) -> Self {
        let settings = Settings::default();
        Self { question: question.into(), placeholder: None, options: Vec::new(), settings }
    }

    /// Adds a value with this label, at most 100 characters.
    pub fn option(self, label: impl Into<String>, value: T) -> Self {
        self.select_option(SelectOption::new(label, ""), value)
    }

    /// Adds a value with an option, which can have a description and an emoji. The option's own value is not used.
    pub fn select_option(mut self, option: SelectOption, value: T) -> Self {
        self.options.push((option, value));
        self
    }

    /// Sets the text that is shown before anything is chosen, at most 150 characters.
    pub fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Some(text.into());
        self
    }

    settings!();

    /// Sends the menu as an answer to the interaction. Returns the value that the user chose, or `None` if nothing was
    /// chosen in time. The menu is then disabled. To change the text, [`edit`](Context::edit) the answer or send
    /// another one.
    ///
    /// # Errors
    ///
    /// Returns an error if the menu cannot be sent or changed, or if the bot shuts down.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message may stay with a menu that does nothing.
    pub async fn ask(self, ctx: &Context) -> Result<Option<T>, MenuError> {
        Ok(self.ask_several(ctx, 1, 1).await?.and_then(|mut chosen| chosen.pop()))
    }

    /// Works like [`ask`](Self::ask), for `min` to `max` values. They are returned in the order of the menu.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`ask`](Self::ask).
    ///
    /// # Cancel safety
    ///
    /// The same as [`ask`](Self::ask).
    pub async fn ask_several(
        self,
        ctx: &Context,
        min: u8,
        max: u8,
    ) -> Result<Option<Vec<T>>, MenuError> {
        let menu = MenuId::new(ctx);
        let asked = with_row(&self.question, ActionRow::new([self.select(menu, (min, max))?]));
        let mut session = Session::begin(ctx, menu, self.settings.clone(), asked).await?;
        let answer = session.next().await;
        let chosen = match &answer {
            Ok(Some((by, _))) => places(by),
            _ => Vec::new(),
        };
        let mut over = self.select(menu, (min, max))?.disabled();
        for (place, option) in over.options.iter_mut().enumerate() {
            option.default = chosen.contains(&place).then_some(true);
        }
        let over = with_row(&self.question, ActionRow::new([over]));
        if let Ok(Some((by, _))) = answer {
            by.update(over).await?;
            let values = self.options.into_iter().enumerate();
            let values = values.filter(|(place, _)| chosen.contains(place));
            return Ok(Some(values.map(|(_, (_, value))| value).collect()));
        }
        session.end(over).await?;
        Ok(answer.map(|_| None)?)
    }

    fn select(&self, menu: MenuId, (min, max): (u8, u8)) -> Result<StringSelect, MenuError> {
        let custom_id = Control { menu, action: Action::Choose }.encode()?;
        let options = self.options.iter().enumerate().map(|(place, (option, _))| {
            let mut option = option.clone();
            option.value = place.to_string();
            option
        });
        let select = StringSelect::new(custom_id).values(min, max).options(options);
        Ok(match &self.placeholder {
            Some(text) => select.placeholder(text),
            None => select,
        })
    }
}

/// Returns the indexes of the options that a user chose.
fn places(by: &Context) -> Vec<usize> {
    let Some(InteractionData::Component(data)) = &by.interaction().data else { return Vec::new() };
    data.values.iter().filter_map(|value| value.parse().ok()).collect()
}

//! A question with two buttons.

use gateway_model::component::{ActionRow, Button, ButtonStyle};

use super::control::{Action, Control, MenuId};
use super::error::MenuError;
use super::session::{Session, Settings, settings, with_row};
use crate::answer::{Context, Reply};
use crate::component::CustomId as _;

/// A question with the buttons yes and no.
#[derive(Clone, Debug)]
#[must_use = "nobody is asked until `ask` is awaited"]
pub struct Confirmation {
    question: Reply,
    yes: String,
    no: String,
    settings: Settings,
}

impl Confirmation {
    /// Creates a question from a text, an embed or a whole message.
    pub fn new(question: impl Into<Reply>) -> Self {
        let (yes, no) = ("Yes".to_owned(), "No".to_owned());
        Self { question: question.into(), yes, no, settings: Settings::default() }
    }

    /// Sets the text of the yes button, at most 80 characters.
    pub fn yes(mut self, label: impl Into<String>) -> Self {
        self.yes = label.into();
        self
    }

    /// Sets the text of the no button, at most 80 characters.
    pub fn no(mut self, label: impl Into<String>) -> Self {
        self.no = label.into();
        self
    }

    settings!();

    /// Sends the question as an answer to the interaction. Returns the user's choice, or `None` if no button was
    /// pressed in time. The buttons are then disabled. To change the text, [`edit`](Context::edit) the answer or send
    /// another one.
    ///
    /// # Errors
    ///
    /// Returns an error if the question cannot be sent or changed, or if the bot shuts down.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the question may stay with buttons that do nothing.
    pub async fn ask(self, ctx: &Context) -> Result<Option<bool>, MenuError> {
        let menu = MenuId::new(ctx);
        let asked = self.message(menu, false)?;
        let mut session = Session::begin(ctx, menu, self.settings.clone(), asked).await?;
        let answer = session.next().await;
        let over = self.message(menu, true)?;
        if let Ok(Some((by, action))) = answer {
            by.update(over).await?;
            return Ok(Some(action == Action::Yes));
        }
        session.end(over).await?;
        Ok(answer.map(|_| None)?)
    }

    /// Returns the question with its buttons.
    fn message(&self, menu: MenuId, is_over: bool) -> Result<Reply, MenuError> {
        let button = |action, style, label: &String| {
            let button = Button::new(style, Control { menu, action }.encode()?, label);
            Ok::<_, MenuError>(if is_over { button.disabled() } else { button })
        };
        let yes = button(Action::Yes, ButtonStyle::Success, &self.yes)?;
        let no = button(Action::No, ButtonStyle::Danger, &self.no)?;
        Ok(with_row(&self.question, ActionRow::new([yes, no])))
    }
}

//! Pages with buttons to move between them.

use gateway_model::component::{ActionRow, Button, ButtonStyle};

use super::control::{Action, Control, MenuId};
use super::error::MenuError;
use super::session::{Session, Settings, settings, with_row};
use crate::answer::{Context, Reply};
use crate::component::CustomId as _;

/// Pages with buttons to move between them.
#[derive(Clone, Debug)]
#[must_use = "no page is shown until `show` is awaited"]
pub struct Paginator {
    pages: Vec<Reply>,
    first: usize,
    settings: Settings,
}

impl Paginator {
    /// Creates a paginator from pages; each is a text, an embed or a whole message. Either all of them use components
    /// v2, or none does. The files of a page are sent each time that it is shown.
    pub fn new<P: Into<Reply>>(pages: impl IntoIterator<Item = P>) -> Self {
        let pages = pages.into_iter().map(Into::into).collect();
        Self { pages, first: 0, settings: Settings::default() }
    }

    /// Sets the page that is shown first, counted from 0. The last page is shown if there are fewer.
    pub const fn first_page(mut self, page: usize) -> Self {
        self.first = page;
        self
    }

    settings!();

    /// Sends the first page as an answer to the interaction, and changes pages until no button is pressed for the
    /// timeout. A single page has no buttons. Without pages nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns an error if a page cannot be sent or shown, or if the bot shuts down.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the page may stay with buttons that do nothing.
    pub async fn show(self, ctx: &Context) -> Result<(), MenuError> {
        let Some(last) = self.pages.len().checked_sub(1) else { return Ok(()) };
        if last == 0 {
            ctx.reply(self.pages[0].clone()).await?;
            return Ok(());
        }
        let (menu, mut at) = (MenuId::new(ctx), self.first.min(last));
        let shown = self.page(menu, at, false)?;
        let mut session = Session::begin(ctx, menu, self.settings.clone(), shown).await?;
        let end = loop {
            let (by, action) = match session.next().await {
                Ok(Some(used)) => used,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            at = match action {
                Action::First => 0,
                Action::Previous => at.saturating_sub(1),
                Action::Next => (at + 1).min(last),
                Action::Last => last,
                _ => at,
            };
            by.update(self.page(menu, at, false)?).await?;
        };
        session.end(self.page(menu, at, true)?).await?;
        Ok(end?)
    }

    /// Returns a page with its buttons.
    fn page(&self, menu: MenuId, at: usize, is_over: bool) -> Result<Reply, MenuError> {
        let last = self.pages.len() - 1;
        let button = |action, label: &str, is_on: bool| {
            let custom_id = Control { menu, action }.encode()?;
            let button = Button::new(ButtonStyle::Secondary, custom_id, label);
            Ok::<_, MenuError>(if is_on && !is_over { button } else { button.disabled() })
        };
        let number = format!("{} / {}", at + 1, last + 1);
        let row = ActionRow::new([
            button(Action::First, "⏮", at > 0)?,
            button(Action::Previous, "◀", at > 0)?,
            button(Action::Number, &number, false)?,
            button(Action::Next, "▶", at < last)?,
            button(Action::Last, "⏭", at < last)?,
        ]);
        Ok(with_row(&self.pages[at], row))
    }
}

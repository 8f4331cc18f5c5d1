//! Waits for events, components and modals in the middle of a handler.
//!
//! ```
//! # use std::time::Duration;
//! # use gateway_commands::Context;
//! # use gateway_commands::waiting::WaitError;
//! # use gateway_model::event::MessageCreate;
//! # use gateway_model::id::{Id, marker};
//! # async fn ask(ctx: Context, channel: Id<marker::Channel>, user: Id<marker::User>) -> Result<(), WaitError> {
//! let answer = ctx
//!     .wait_for::<MessageCreate>()
//!     .from(user)
//!     .in_channel(channel)
//!     .timeout(Duration::from_secs(60))
//!     .await?;
//! println!("{}", answer.content);
//! # Ok(())
//! # }
//! ```
//!
//! [`Waits`] holds the current waits. A router has one, and every interaction is offered to it first. Gateway events
//! come from a `Bot` ([`Waits::attach`]) or from your own loop over a gateway's stream ([`Waits::process`]). With these
//! it works without a router:
//!
//! ```no_run
//! # #[cfg(feature = "gateway")] {
//! use gateway_commands::waiting::Waits;
//! use gateway_model::EventKind;
//! use gateway_model::event::{MessageCreate, MessageReactionAdd};
//! use gateway_shard::{Bot, Outcome};
//!
//! let mut bot = Bot::new();
//! Waits::new([EventKind::MessageReactionAdd]).attach(&mut bot);
//! bot.on::<MessageCreate>(|ctx, message| async move {
//!     ctx.mark_handled(); // so that the wait does not delay later events
//!     let waits = ctx.state::<Waits>()?;
//!     let reaction = waits.wait_for::<MessageReactionAdd>().on_message(message.id).await?;
//!     println!("{:?}", reaction.emoji.name);
//!     Outcome::Ok(())
//! });
//! # }
//! ```
//!
//! # No event is missed
//!
//! A wait sees everything from the moment at which `wait_for` is called, not only from its first poll. So if you create
//! the wait before you send a message, you see what a user does after sending:
//!
//! ```
//! # use gateway_commands::waiting::{WaitError, Waits};
//! # use gateway_model::event::MessageCreate;
//! # use gateway_model::id::{Id, marker};
//! # async fn send_the_question() {}
//! # async fn ask(waits: Waits, channel: Id<marker::Channel>) -> Result<(), WaitError> {
//! let answer = waits.wait_for::<MessageCreate>().in_channel(channel).start();
//! send_the_question().await;
//! let answer = answer.await?;
//! # Ok(())
//! # }
//! ```
//!
//! The other order is safe as well. A wait from a [`Context`](crate::Context) also sees everything since the context
//! began to send its last answer, edit or follow-up. A component or modal without a wait or handler is held for a
//! second, and given to the first wait for it that starts meanwhile. [`WaitFor::since`] looks back to any [`Mark`]. For
//! this, the events of [`Waits::new`] are kept undecoded for 5 s: at most 256 of them and 256 KiB.
//!
//! # Several waits for one event
//!
//! An event goes to every wait that matches, and also to the listeners of the bot. An interaction goes only to the
//! matching wait that was started last, and then to no handler, because it can be answered only once.
//!
//! Waits belong to one process. If Discord's HTTP requests are spread over several machines, or a user may answer after
//! a restart, use a [custom id](crate::component) with a handler.
//!
//! # Cost
//!
//! A wait is stored under the most selective id of its filter: a message, a user, a channel or a guild. An event of a
//! kind without waits costs one look-up. For other events the ids are read without decoding the event, and five
//! look-ups find its waits, however many there are. It is decoded once, if a wait matches its ids. Waits without any id
//! are checked one by one. Dropping a wait removes it.

mod ask;
#[cfg(feature = "gateway")]
mod attach;
mod begin;
mod error;
mod index;
mod lazy;
mod mailbox;
mod recent;
mod request;
mod source;
mod subject;
mod wait;
mod waiter;
mod waits;

pub use crate::mark::Mark;
pub use ask::AskError;
pub use error::WaitError;
pub use request::WaitFor;
pub use source::{AnyOf, CustomIds, Interactions, Modals, OfType, Source};
pub use wait::{Collect, Wait};
pub use waits::Waits;

//! Waiting for events, components and modals, in the middle of a handler.
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
//! [`Waits`] knows who waits. A router has one, and every interaction passes it first. The other events come to it from a
//! `Bot` ([`Waits::attach`]) or from whoever reads the stream of a gateway ([`Waits::process`]); with these it works
//! without a router:
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
//!     ctx.mark_handled(); // so that the wait holds up nothing
//!     let waits = ctx.state::<Waits>()?;
//!     let reaction = waits.wait_for::<MessageReactionAdd>().on_message(message.id).await?;
//!     println!("{:?}", reaction.emoji.name);
//!     Outcome::Ok(())
//! });
//! # }
//! ```
//!
//! # Nothing is missed
//!
//! A wait sees what comes from the moment on at which `wait_for` is called, not only from its first poll. So what a user
//! does between sending and waiting is seen if the wait is made first:
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
//! The other order is safe as well. A wait that a [`Context`](crate::Context) makes sees what has come since the context
//! began to send its last answer, edit or follow-up. A component or modal that nobody waits for and no handler is
//! for is held for a second, and given to the first wait for it that is made meanwhile. [`WaitFor::since`] looks
//! back to any [`Mark`]. For looking back, the events of [`Waits::new`] are kept for 5 s, undecoded: at most 256 of them
//! and 256 KiB.
//!
//! # Who gets it
//!
//! An event goes to every wait that it is for, and to the listeners of the bot too. An interaction goes to the wait that
//! was made last, and to no handler, as it can be answered once.
//!
//! Waits are of this process. If the calls of Discord are spread over several machines, or a user may answer after a
//! restart, use a [custom id](crate::component) with a handler.
//!
//! # What it costs
//!
//! A wait stands under the most selective id that it names: a message, a user, a channel or a guild. An event that
//! nobody waits for costs one look-up; one of a kind that somebody waits for is stepped over for its ids, which decodes
//! nothing, and costs five look-ups, however many wait. It is decoded if a wait is for its ids, once. Waits that name no
//! id are asked one by one. Dropping a wait takes it out.

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

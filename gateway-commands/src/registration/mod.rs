//! Registers commands: compares the commands at Discord with the types, and writes the differences.
//!
//! Discord accepts 200 new commands a day for each guild and globally, so writing unchanged commands at every start
//! would use up this limit. [`Commands::register`](crate::Commands::register) writes nothing if nothing has changed.
//! [`Commands::compare`](crate::Commands::compare) shows what it would write:
//!
//! ```no_run
//! # use gateway_commands::{Commands, registration::{RegisterError, Scope}};
//! # async fn run(commands: Commands, rest: http_client::Client) -> Result<(), RegisterError> {
//! let changes = commands.compare(&rest, Scope::Global).await?;
//! println!("{changes}"); // `+ /ban`, `~ /kick: options.0.max_value: 7 -> 14`, `- /old`
//! changes.write(&rest).await?;
//! # Ok(())
//! # }
//! ```
//!
//! A renamed command is deleted and created. An entry point without a type is kept, because Discord creates it for apps
//! with Activities.
//!
//! Docs: [Application Commands, Registering a Command](https://docs.discord.com/developers/interactions/application-commands#registering-a-command).

mod changes;
mod difference;
mod error;
mod normal;
mod register;
mod scope;

pub use changes::{Change, Changes};
pub use difference::Difference;
pub use error::RegisterError;
pub use scope::Scope;

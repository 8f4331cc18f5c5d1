//! Listeners whose event none of the requested intents brings.

use std::fmt;

use gateway_model::EventKind;
use gateway_model::gateway::Intents;

/// Listeners of a bot that would never be called, because no requested intent brings their event.
///
/// Docs: [Gateway, List of Intents](https://docs.discord.com/developers/events/gateway#list-of-intents).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingIntents {
    /// The listeners, ordered by name.
    pub listeners: Vec<MissingIntent>,
}

/// A listener whose event none of the requested intents brings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingIntent {
    /// The event that it listens to: the name of the type, or the name given to [`Bot::on_raw`](crate::Bot::on_raw).
    pub listens_to: String,
    /// The event.
    pub event: EventKind,
    /// The intents of which any brings the event; those in [`Intents::PRIVILEGED`] must be enabled in the Developer
    /// Portal first.
    pub any_of: Intents,
}

impl fmt::Display for MissingIntents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, listener) in self.listeners.iter().enumerate() {
            let between = if index == 0 { "" } else { "; " };
            write!(f, "{between}{listener}")?;
        }
        let privileged = self.listeners.iter().any(|missing| missing.needs_privileged());
        if privileged {
            f.write_str("; enable privileged intents in the Developer Portal first, under Bot")?;
        }
        Ok(())
    }
}

impl MissingIntent {
    fn needs_privileged(&self) -> bool {
        Intents::PRIVILEGED.contains(self.any_of)
    }
}

impl fmt::Display for MissingIntent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the listener for {} is never called: it needs the intent ", self.listens_to)?;
        for (index, (name, intent)) in self.any_of.iter_names().enumerate() {
            let between = if index == 0 { "" } else { " or " };
            let privileged =
                if Intents::PRIVILEGED.contains(intent) { " (privileged)" } else { "" };
            write!(f, "{between}{name}{privileged}")?;
        }
        Ok(())
    }
}

impl std::error::Error for MissingIntents {}

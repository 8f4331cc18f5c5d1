//! The actions: reads them, checks them against this worker's view, and sends them to the worker.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::ActionError;
use crate::input::Request;
use crate::lease::{Lease, LeaseState};
use crate::nats::Worker;

/// The time limit of a drain, if the operator gives none.
const DRAIN_S: u64 = 60;

/// An operator's action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Drain { within: Duration },
    Move { shard: u32, to: Option<String> },
    Restart { shard: u32, new_session: bool },
    Reshard { total: u32 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drain {
    #[serde(default)]
    within_s: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    shard: u32,
    #[serde(default)]
    to: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Restart {
    shard: u32,
    #[serde(default)]
    new_session: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reshard {
    total: u32,
}

fn body<T: DeserializeOwned>(body: &[u8]) -> Result<T, ActionError> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| ActionError::Unreadable(error.to_string()))
}

impl Action {
    /// Returns whether there is an action with this name.
    pub(super) fn is_named(name: &str) -> bool {
        matches!(name, "drain" | "move" | "restart" | "reshard")
    }

    /// Reads the action with this name from a request body.
    pub(super) fn read(name: &str, text: &[u8]) -> Result<Self, ActionError> {
        Ok(match name {
            "drain" => {
                let within_s = body::<Drain>(text)?.within_s.map_or(DRAIN_S, u64::from);
                Self::Drain { within: Duration::from_secs(within_s) }
            }
            "move" => {
                let Move { shard, to } = body(text)?;
                Self::Move { shard, to }
            }
            "restart" => {
                let Restart { shard, new_session } = body(text)?;
                Self::Restart { shard, new_session }
            }
            "reshard" => Self::Reshard { total: body::<Reshard>(text)?.total },
            _ => return Err(ActionError::NotFound),
        })
    }

    /// Sends the action to the worker.
    pub(super) async fn ask(self, worker: &Worker) -> Result<(), ActionError> {
        let request = match self {
            Self::Drain { within } => Request::Drain(within),
            Self::Move { shard, to } => {
                lease(worker, shard)?;
                if let Some(to) = &to
                    && !worker.look(|fleet| fleet.takes_leases(to))
                {
                    return Err(ActionError::UnknownWorker(to.clone()));
                }
                Request::Move { index: shard, to }
            }
            Self::Restart { shard, new_session } => {
                let lease = lease(worker, shard)?;
                if worker.state(lease) == LeaseState::Elsewhere {
                    return Err(match worker.owner(lease) {
                        Some(worker) => ActionError::Elsewhere { shard, worker },
                        None => ActionError::NoOwner(shard),
                    });
                }
                Request::Restart { lease, new_session }
            }
            Self::Reshard { total } => {
                worker.look(|fleet| fleet.may_reshard(total)).map_err(ActionError::Reshard)?;
                Request::Reshard(total)
            }
        };
        worker.request(request).await.map_err(|_| ActionError::Gone)
    }
}

/// Returns the shard of the plan with this index.
fn lease(worker: &Worker, shard: u32) -> Result<Lease, ActionError> {
    let total = worker.look(|fleet| fleet.total()).ok_or(ActionError::NoPlan)?;
    if shard < total {
        Ok(Lease::new(shard, total))
    } else {
        Err(ActionError::UnknownShard { shard, total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_read_and_what_it_does_not_know_is_refused() {
        let read = |name, text: &str| Action::read(name, text.as_bytes());
        let within = Duration::from_secs(60);
        assert_eq!(read("drain", ""), Ok(Action::Drain { within }));
        let within = Duration::from_secs(5);
        assert_eq!(read("drain", r#"{"within_s":5}"#), Ok(Action::Drain { within }));
        let to = Some("host-2".to_owned());
        assert_eq!(read("move", r#"{"shard":3,"to":"host-2"}"#), Ok(Action::Move { shard: 3, to }));
        assert_eq!(read("move", r#"{"shard":3}"#), Ok(Action::Move { shard: 3, to: None }));
        let resumed = Action::Restart { shard: 3, new_session: false };
        assert_eq!(read("restart", r#"{"shard":3}"#), Ok(resumed));
        assert_eq!(read("reshard", r#"{"total":64}"#), Ok(Action::Reshard { total: 64 }));
        for (name, text) in [
            ("move", ""),
            ("restart", r#"{"shard":3,"session":"new"}"#),
            ("reshard", r#"{"total":-1}"#),
            ("drain", "["),
        ] {
            assert!(matches!(read(name, text), Err(ActionError::Unreadable(_))), "{name} {text}");
        }
        assert!(["drain", "move", "restart", "reshard"].into_iter().all(Action::is_named));
        assert_eq!(read("stop", ""), Err(ActionError::NotFound));
    }
}

//! Instances of the application's activity.
//!
//! Docs: [Application, Get Application Activity Instance](https://docs.discord.com/developers/resources/application#get-application-activity-instance).

use std::collections::{BTreeMap, BTreeSet};

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

/// The number of instances that are kept, the newest ones, and of users in each.
const MOST: usize = 1_000;
const MOST_USERS: usize = 1_000;

/// A running instance.
#[derive(Clone, Debug)]
pub(crate) struct Activity {
    launch: u64,
    channel: u64,
    guild: Option<Id<marker::Guild>>,
    users: BTreeSet<u64>,
}

impl Activity {
    /// Creates an instance with a launch id of its own, which a user launches in a channel.
    pub(crate) fn new(
        launch: u64,
        channel: u64,
        guild: Option<Id<marker::Guild>>,
        user: u64,
    ) -> Self {
        Self { launch, channel, guild, users: BTreeSet::from([user]) }
    }

    /// Kind and id of the location. Both have the form of the docs' example.
    fn location(&self) -> (&'static str, String) {
        let channel = self.channel;
        match self.guild {
            Some(guild) => ("gc", format!("gc-{guild}-{channel}")),
            None => ("pc", format!("pc-{channel}")),
        }
    }

    /// Returns the id of the instance.
    pub(crate) fn id(&self) -> String {
        format!("i-{}-{}", self.launch, self.location().1)
    }

    /// Returns the object for an application.
    pub(crate) fn object(&self, application: Id<marker::User>) -> Value {
        let (kind, id) = self.location();
        let mut location =
            json!({ "id": id, "kind": kind, "channel_id": self.channel.to_string() });
        if let Some(guild) = self.guild {
            location["guild_id"] = json!(guild.to_string());
        }
        json!({
            "application_id": application.to_string(),
            "instance_id": self.id(),
            "launch_id": self.launch.to_string(),
            "location": location,
            "users": self.users.iter().map(u64::to_string).collect::<Vec<_>>(),
        })
    }
}

/// Running instances by launch id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Activities(BTreeMap<u64, Activity>);

fn launch_of(instance: &str) -> Option<u64> {
    instance.strip_prefix("i-")?.split('-').next()?.parse().ok()
}

impl Activities {
    /// Adds an instance; returns its id.
    pub(crate) fn start(&mut self, activity: Activity) -> String {
        let id = activity.id();
        self.0.insert(activity.launch, activity);
        if self.0.len() > MOST {
            self.0.pop_first();
        }
        id
    }

    /// Returns a running instance by its id.
    pub(crate) fn get(&self, instance: &str) -> Option<&Activity> {
        self.0.get(&launch_of(instance)?).filter(|activity| activity.id() == instance)
    }

    /// Adds a user to an instance; returns false if it does not run, or is full.
    pub(crate) fn join(&mut self, instance: &str, user: u64) -> bool {
        let Some(launch) = self.get(instance).map(|activity| activity.launch) else { return false };
        self.0.get_mut(&launch).is_some_and(|activity| {
            let has_room = activity.users.contains(&user) || activity.users.len() < MOST_USERS;
            if has_room {
                activity.users.insert(user);
            }
            has_room
        })
    }

    /// Removes a user from an instance, which ends with its last user; returns false if the user was not in it.
    pub(crate) fn leave(&mut self, instance: &str, user: u64) -> bool {
        let Some(launch) = self.get(instance).map(|activity| activity.launch) else { return false };
        let Some(activity) = self.0.get_mut(&launch) else { return false };
        let left = activity.users.remove(&user);
        if activity.users.is_empty() {
            self.0.remove(&launch);
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_runs_until_its_last_user_leaves() {
        let mut all = Activities::default();
        let id = all.start(Activity::new(7, 5, Id::new(3), 1));
        assert_eq!(id, "i-7-gc-3-5");
        assert_eq!(all.start(Activity::new(8, 6, None, 1)), "i-8-pc-6");
        assert!(all.join(&id, 2) && !all.join("i-7-gc-3-6", 2) && !all.join("7", 2));
        assert!(all.leave(&id, 1) && !all.leave(&id, 1));
        assert!(all.get(&id).is_some(), "one is still in it");
        assert!(all.leave(&id, 2) && all.get(&id).is_none());
    }

    #[test]
    fn the_newest_thousand_run_with_a_thousand_users_each() {
        let mut all = Activities::default();
        let ids: Vec<String> = (1..=MOST as u64 + 1)
            .map(|launch| all.start(Activity::new(launch, 5, None, 1)))
            .collect();
        assert!(all.get(&ids[0]).is_none() && all.get(&ids[1]).is_some());
        for user in 2..=MOST_USERS as u64 {
            assert!(all.join(&ids[1], user));
        }
        assert!(!all.join(&ids[1], 5_000) && all.join(&ids[1], 5), "who is in it stays in it");
    }
}

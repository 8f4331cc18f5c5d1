//! Requests of users to join a guild.

use serde_json::{Value, json};

use super::guild::Guild;
use crate::clock::timestamp;

/// How many requests of a guild are kept, newest first.
const MOST: usize = 1_000;

impl Guild {
    /// Adds a user's request to join, which is not decided yet. Returns it.
    pub(crate) fn add_join_request(&mut self, id: u64, user: &Value, unix_ms: u64) -> Value {
        let request = json!({
            "id": id.to_string(),
            "created_at": timestamp(unix_ms),
            "reviewed_at": null,
            "application_status": "SUBMITTED",
            "rejection_reason": null,
            "guild_id": self.id.to_string(),
            "user_id": user["id"],
            "user": user,
            "form_responses": [],
            "actioned_by_user": null,
        });
        self.join_requests.insert(id, request.clone());
        if self.join_requests.len() > MOST
            && let Some(oldest) = self.join_requests.keys().next().copied()
        {
            self.join_requests.remove(&oldest);
        }
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;

    #[test]
    fn the_newest_thousand_are_kept() {
        let mut world = World::new(1, 2, 1);
        let guild = world.guild_at(0).unwrap();
        let held = world.guild_mut(guild).unwrap();
        for id in 1..=MOST as u64 + 1 {
            held.add_join_request(id, &json!({ "id": "5" }), 0);
        }
        assert_eq!((held.join_requests.len(), held.join_requests.contains_key(&1)), (MOST, false));
    }
}

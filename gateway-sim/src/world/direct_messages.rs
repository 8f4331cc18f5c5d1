//! Direct message channels.

use serde_json::{Value, json};

use super::state::World;

/// How many direct message channels are kept, newest first.
const MOST_DMS: usize = 10_000;

impl World {
    /// Returns the direct message channel with the user of this id, if there is one.
    #[must_use]
    pub fn dm_of(&self, user: &str) -> Option<&Value> {
        self.dms.values().find(|dm| dm["recipients"][0]["id"] == user)
    }

    /// Returns the direct message channel with a user, which is created if there is none.
    pub fn dm_with(&mut self, user: &Value, unix_ms: u64) -> Value {
        if let Some(dm) = user["id"].as_str().and_then(|user| self.dm_of(user)) {
            let mut dm = dm.clone();
            self.fill_last_message(&mut dm);
            return dm;
        }
        let id = self.next_id(unix_ms);
        let dm = json!({
            "id": id.to_string(),
            "type": 1,
            "flags": 0,
            "last_message_id": null,
            "recipients": [user],
        });
        self.dms.insert(id, dm.clone());
        if self.dms.len() > MOST_DMS
            && let Some((oldest, _)) = self.dms.pop_first()
        {
            self.forget_channel(oldest);
        }
        dm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_direct_message_channels_are_kept() {
        let mut world = World::new(1, 2, 1);
        let dm = |world: &mut World, user: u64| {
            let dm = world.dm_with(&json!({ "id": user.to_string() }), 0);
            dm["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0)
        };
        let (first, second) = (dm(&mut world, 1), dm(&mut world, 2));
        world.write(first, 5, json!({}));
        // Creating a channel searches all of them, so the test inserts most of them directly.
        for id in 0..MOST_DMS as u64 - 2 {
            world.dms.insert(second + 1 + id, json!({}));
        }
        world.last_id = second + MOST_DMS as u64;
        dm(&mut world, 3);
        assert_eq!(world.dms.len(), MOST_DMS);
        assert!(world.channel(first).is_none() && world.channel(second).is_some());
        assert_eq!(world.message_bytes(), 0, "its messages are forgotten with it");
    }
}

//! Users, kept while at least one of their members is cached.

use gateway_model::id::Id;
use gateway_model::user::User;

use super::rows::Keep;
use super::sharded::Sharded;
use crate::kind::{Keyed, UserFields};

/// One user.
#[derive(Debug)]
struct Held {
    row: Box<[u8]>,
    /// The number of its cached members.
    members: u32,
}

/// Users, kept while at least one of their members is cached.
#[derive(Debug)]
pub(crate) struct Users {
    keep: Option<Keep<User>>,
    users: Sharded<Held>,
}

impl Users {
    pub(crate) fn new(fields: Option<UserFields>) -> Self {
        Self { keep: fields.map(Keep::all), users: Sharded::default() }
    }

    /// Records that a member of the user is cached. Returns the previous user if it differs and changes are recorded.
    pub(crate) fn hold(&self, user: &User, asked: bool) -> Option<Option<User>> {
        self.set(user, 1, asked)
    }

    /// Updates the user, if it is cached. Returns the previous user if it differs and changes are recorded.
    pub(crate) fn refresh(&self, user: &User, asked: bool) -> Option<Option<User>> {
        self.set(user, 0, asked)
    }

    fn set(&self, user: &User, members: u32, asked: bool) -> Option<Option<User>> {
        let keep = self.keep.as_ref()?;
        keep.with_row(user, |row| {
            let mut part = self.users.write(user.id.get());
            let Some(held) = part.get_mut(&user.id.get()) else {
                if members > 0 {
                    part.insert(user.id.get(), Held { row: row.into(), members });
                    return asked.then_some(None);
                }
                return None;
            };
            held.members = held.members.saturating_add(members);
            if *held.row == *row {
                return None;
            }
            let old = std::mem::replace(&mut held.row, row.into());
            asked.then(|| Some(read(keep, user.id.get(), &old)))
        })
    }

    /// Records that a member of the user is no longer cached.
    pub(crate) fn release(&self, id: u64) {
        if self.keep.is_none() {
            return;
        }
        let mut part = self.users.write(id);
        if let Some(held) = part.get_mut(&id) {
            held.members = held.members.saturating_sub(1);
            if held.members == 0 {
                part.remove(&id);
            }
        }
    }

    pub(crate) fn get(&self, id: u64) -> Option<User> {
        let keep = self.keep.as_ref()?;
        let part = self.users.read(id);
        Some(read(keep, id, &part.get(&id)?.row))
    }

    /// The number of users, and the bytes of their rows.
    pub(crate) fn size(&self) -> (usize, usize) {
        self.users.parts().fold((0, 0), |(users, bytes), part| {
            (users + part.len(), bytes + part.values().map(|held| held.row.len()).sum::<usize>())
        })
    }
}

fn read(keep: &Keep<User>, id: u64, row: &[u8]) -> User {
    // A user belongs to no guild; the key of a row is an id.
    let id = Id::new(id).unwrap_or_else(|| Id::first_at_ms(0));
    keep.read(Keyed { guild: id.cast(), id }, row)
}

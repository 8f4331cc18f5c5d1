//! The position of a member in the role hierarchy.

use std::cmp::{Ordering, Reverse};

use gateway_model::id::{Id, marker};

/// The position of a member or role in the hierarchy: a higher one is greater.
///
/// Docs: [Permissions, Permission
/// Hierarchy](https://docs.discord.com/developers/topics/permissions#permission-hierarchy) and [Role
/// Object](https://docs.discord.com/developers/topics/permissions#role-object): roles with the same position are sorted
/// by id, and the one with the lower id is higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoleRank {
    /// A role; for a member, the highest one.
    Role {
        /// Its position.
        position: i32,
        /// Its id.
        id: Id<marker::Role>,
    },
    /// The owner of the guild, who is above all roles.
    Owner,
}

impl Ord for RoleRank {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |rank: &Self| match *rank {
            Self::Role { position, id } => (false, position, Some(Reverse(id))),
            Self::Owner => (true, 0, None),
        };
        place(self).cmp(&place(other))
    }
}

impl PartialOrd for RoleRank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_is_above_all_and_of_equal_positions_the_older_role_is_above() {
        let role = |position, id| RoleRank::Role { position, id: Id::new(id).unwrap() };
        assert!(RoleRank::Owner > role(i32::MAX, 1));
        assert!(role(2, 9) > role(1, 1));
        assert!(role(1, 1) > role(1, 2));
        assert_eq!(role(1, 1).cmp(&role(1, 1)), Ordering::Equal);
    }
}

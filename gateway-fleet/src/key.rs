//! The names of the keys.

use crate::lease::{Lease, LeaseKind};

/// A key of the bucket.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key {
    Worker(String),
    Lease(Lease),
    Identify(u32),
    Starts,
    Plan,
}

impl Key {
    /// Parses the name of a key; returns `None` for a key that a fleet of this kind does not have.
    pub(crate) fn parse(name: &str, kind: LeaseKind) -> Option<Self> {
        match name {
            "starts" => return Some(Self::Starts),
            "plan" => return Some(Self::Plan),
            _ => {}
        }
        let (first, rest) = name.split_once('.')?;
        match first {
            "worker" => Some(Self::Worker(rest.to_owned())),
            "identify" => rest.parse().ok().map(Self::Identify),
            prefix if prefix == kind.prefix() => {
                let (total, index) = rest.split_once('.')?;
                let (total, index) = (total.parse().ok()?, index.parse().ok()?);
                (index < total).then_some(Self::Lease(Lease { total, index }))
            }
            _ => None,
        }
    }

    pub(crate) fn name(&self, kind: LeaseKind) -> String {
        match self {
            Self::Worker(id) => format!("worker.{id}"),
            Self::Lease(lease) => format!("{}.{}.{}", kind.prefix(), lease.total, lease.index),
            Self::Identify(key) => format!("identify.{key}"),
            Self::Starts => "starts".to_owned(),
            Self::Plan => "plan".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let names =
            ["worker.host-1", "shard.64.63", "partition.8.0", "identify.15", "starts", "plan"];
        for name in names {
            let kind =
                if name.contains("partition") { LeaseKind::Partition } else { LeaseKind::Shard };
            assert_eq!(Key::parse(name, kind).unwrap().name(kind), name);
        }
        for name in ["shard.64.64", "shard.64", "partition.8.0", "identify.x", "else", ""] {
            assert_eq!(Key::parse(name, LeaseKind::Shard), None, "{name}");
        }
    }
}

//! The JSON messages of commands; see docs/commands.md.

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::{
    RequestChannelInfo, RequestGuildMembers, RequestSoundboardSounds, UpdatePresence,
    UpdateVoiceState,
};
use gateway_model::id::{Id, marker};
use gateway_shard::{Command, MemberRequest, Members};
use serde::{Deserialize, Serialize};

/// The version of requests and answers.
pub(super) const VERSION: u32 = 1;

/// The largest number of members, and of presences, in one message. NATS accepts messages of 1 MiB; a member takes 1
/// KiB, a presence 2.
const MOST_IN_A_PART: usize = 200;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) v: u32,
    pub(super) command: Ask,
}

/// A command.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ask {
    UpdatePresence(UpdatePresence),
    UpdateVoiceState(UpdateVoiceState),
    RequestMembers(MemberRequest),
    RequestSoundboardSounds(Id<marker::Guild>),
    RequestChannelInfo(RequestChannelInfo),
    Send {
        /// The shard that gets the command, and the number of shards.
        shard: (u32, u32),
        command: Sent,
    },
}

/// A command that is sent without waiting. If Discord answers, the answer is an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sent {
    UpdatePresence(UpdatePresence),
    UpdateVoiceState(UpdateVoiceState),
    RequestGuildMembers(RequestGuildMembers),
    RequestSoundboardSounds(RequestSoundboardSounds),
    RequestChannelInfo(RequestChannelInfo),
}

impl Sent {
    /// Returns `None` for a command that this version does not know.
    pub(super) fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::UpdatePresence(it) => Self::UpdatePresence(it),
            Command::UpdateVoiceState(it) => Self::UpdateVoiceState(it),
            Command::RequestGuildMembers(it) => Self::RequestGuildMembers(it),
            Command::RequestSoundboardSounds(it) => Self::RequestSoundboardSounds(it),
            Command::RequestChannelInfo(it) => Self::RequestChannelInfo(it),
            _ => return None,
        })
    }
}

impl From<Sent> for Command {
    fn from(sent: Sent) -> Self {
        match sent {
            Sent::UpdatePresence(it) => it.into(),
            Sent::UpdateVoiceState(it) => it.into(),
            Sent::RequestGuildMembers(it) => it.into(),
            Sent::RequestSoundboardSounds(it) => it.into(),
            Sent::RequestChannelInfo(it) => it.into(),
        }
    }
}

/// The shards that get a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// All shards.
    Everywhere,
    /// The shard of a guild.
    Guild(Id<marker::Guild>),
    /// One shard, and the number of shards.
    Shard(u32, u32),
}

impl Ask {
    pub(super) fn to(&self) -> To {
        match self {
            Self::UpdatePresence(_) => To::Everywhere,
            Self::UpdateVoiceState(state) => To::Guild(state.guild_id),
            Self::RequestMembers(request) => To::Guild(request.guild()),
            Self::RequestSoundboardSounds(guild) => To::Guild(*guild),
            Self::RequestChannelInfo(request) => To::Guild(request.guild_id()),
            Self::Send { shard, .. } => To::Shard(shard.0, shard.1),
        }
    }
}

/// The result of a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Done {
    Sent,
    Members(Members),
    SoundboardSounds(SoundboardSounds),
    ChannelInfo(ChannelInfo),
}

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    pub(super) code: String,
    pub(super) message: String,
    #[serde(default)]
    pub(super) retryable: bool,
}

/// One message of an answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Reply {
    pub(super) v: u32,
    pub(super) worker: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) working: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<Members>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) done: Option<Done>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<Failure>,
}

impl Reply {
    pub(super) fn of(worker: &str) -> Self {
        Self { v: VERSION, worker: worker.to_owned(), ..Self::default() }
    }
}

/// Converts a result to the messages that carry it: many members are split into parts.
pub(super) fn replies(worker: &str, done: Done) -> Vec<Reply> {
    let mut replies = Vec::new();
    let mut rest = match done {
        Done::Members(members) => members,
        done => return vec![Reply { done: Some(done), ..Reply::of(worker) }],
    };
    while rest.members.len() > MOST_IN_A_PART || rest.presences.len() > MOST_IN_A_PART {
        let mut part = Members::default();
        part.members = rest.members.drain(..rest.members.len().min(MOST_IN_A_PART)).collect();
        part.presences = rest.presences.drain(..rest.presences.len().min(MOST_IN_A_PART)).collect();
        replies.push(Reply { part: Some(part), ..Reply::of(worker) });
    }
    replies.push(Reply { done: Some(Done::Members(rest)), ..Reply::of(worker) });
    replies
}

/// Merges the parts that arrived before into the final result.
pub(super) fn whole(mut before: Members, done: Done) -> Done {
    match done {
        Done::Members(last) => {
            before.members.extend(last.members);
            before.presences.extend(last.presences);
            before.not_found.extend(last.not_found);
            before.skipped += last.skipped;
            Done::Members(before)
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_the_docs_write_them() {
        let docs = include_str!("../../docs/commands.md");
        let example = docs.lines().find(|line| line.starts_with("{ \"v\"")).unwrap();
        let request: Request = serde_json::from_str(example).unwrap();
        assert!(matches!(request.command, Ask::UpdateVoiceState(_)), "{request:?}");
        for who in [r#""all""#, r#"{"prefix":["nel",10]}"#, r#"{"ids":["5"]}"#] {
            let text =
                format!(r#"{{"v":1,"command":{{"request_members":{{"guild":"1","who":{who}}}}}}}"#);
            let request: Request = serde_json::from_str(&text).unwrap();
            assert_eq!(request.command.to(), To::Guild(Id::new(1).unwrap()), "{text}");
        }
        let text = r#"{"v":1,"command":{"request_soundboard_sounds":"7"}}"#;
        let request: Request = serde_json::from_str(text).unwrap();
        assert_eq!(request.command.to(), To::Guild(Id::new(7).unwrap()));
        let text = r#"{"v":1,"command":{"send":{"shard":[3,32],"command":{"request_guild_members":{"guild_id":"7","query":"","limit":0}}}}}"#;
        let request: Request = serde_json::from_str(text).unwrap();
        assert_eq!(request.command.to(), To::Shard(3, 32));
    }

    #[test]
    fn many_members_come_in_parts_and_are_whole_again() {
        let member = serde_json::json!({"user": {"id": "5", "username": "nele", "discriminator": "0", "avatar": null, "global_name": null}, "roles": [], "joined_at": null, "deaf": false, "mute": false, "flags": 0});
        let mut members = Members::default();
        members.members =
            (0..450).map(|_| serde_json::from_value(member.clone()).unwrap()).collect();
        members.not_found = vec![Id::new(9).unwrap()];
        let sent = replies("host-2", Done::Members(members.clone()));
        assert_eq!(sent.len(), 3);
        let mut before = Members::default();
        let mut last = None;
        for reply in sent {
            let text = serde_json::to_string(&reply).unwrap();
            let reply: Reply = serde_json::from_str(&text).unwrap();
            if let Some(part) = reply.part {
                let Done::Members(sum) = whole(before, Done::Members(part)) else { unreachable!() };
                before = sum;
            } else {
                last = reply.done.map(|done| whole(before.clone(), done));
            }
        }
        assert_eq!(last, Some(Done::Members(members)));
    }
}

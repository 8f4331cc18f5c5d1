//! What is sent; see docs/commands.md.

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence, UpdateVoiceState};
use gateway_model::id::{Id, marker};
use gateway_shard::{MemberRequest, Members};
use serde::{Deserialize, Serialize};

/// The version of requests and answers.
pub(super) const VERSION: u32 = 1;

/// Most members, and most presences, in one message. NATS takes messages of 1 MiB; a member is 1 KiB, a presence 2.
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
}

impl Ask {
    /// The guild whose shard takes it; `None` if every shard does.
    pub(super) fn guild(&self) -> Option<Id<marker::Guild>> {
        match self {
            Self::UpdatePresence(_) => None,
            Self::UpdateVoiceState(state) => Some(state.guild_id),
            Self::RequestMembers(request) => Some(request.guild()),
            Self::RequestSoundboardSounds(guild) => Some(*guild),
            Self::RequestChannelInfo(request) => Some(request.guild_id()),
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Done {
    Sent,
    Members(Members),
    SoundboardSounds(SoundboardSounds),
    ChannelInfo(ChannelInfo),
}

/// Why nothing came of it.
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

/// An answer as the messages that it is sent in: many members come in parts.
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

/// Puts the parts that came before to the end of an answer.
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
            assert_eq!(request.command.guild(), Id::new(1), "{text}");
        }
        let text = r#"{"v":1,"command":{"request_soundboard_sounds":"7"}}"#;
        let request: Request = serde_json::from_str(text).unwrap();
        assert_eq!(request.command.guild(), Id::new(7));
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

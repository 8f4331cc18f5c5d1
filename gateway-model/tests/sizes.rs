//! The sizes of frequently used types, in bytes. Each bound has a reason, so the cost of a new field is visible.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests; the sizes are printed")]
#![cfg(target_pointer_width = "64")]

use gateway_model::channel::Channel;
use gateway_model::event::{Event, GuildCreate, MessageCreate};
use gateway_model::guild::{Guild, Member, Role};
use gateway_model::id::{Id, marker};
use gateway_model::message::Message;
use gateway_model::presence::{Activity, Presence};
use gateway_model::user::User;
use gateway_model::voice::VoiceState;
use gateway_model::{Dispatch, Envelope, ImageHash, Permissions, Timestamp};

macro_rules! sizes {
    ($($ty:ty: $bound:literal, $reason:literal;)*) => {
        &[$((stringify!($ty), size_of::<$ty>(), $bound, $reason),)*]
    };
}

/// The type, its size, the bound, and the reason for the bound.
const SIZES: &[(&str, usize, usize, &str)] = sizes! {
    Id<marker::User>: 8, "a number";
    Option<Id<marker::User>>: 8, "zero is none";
    Option<Timestamp>: 16, "nanoseconds, zone and form of the text";
    Option<ImageHash>: 24, "sixteen bytes of hash, or a pointer; never allocated for the usual form";
    Permissions: 16, "bits, which the docs let grow beyond 64";
    Dispatch: 64, "shared bytes (32), sequence, two ranges, kind: one cache line";
    Envelope<'_>: 80, "lives on the stack only";
    Event: 48, "as large as its largest event held in place; larger ones are boxed, as most are";
    GuildCreate: 16, "the guild is boxed";
    User: 208, "one for each member; the rare parts are boxed";
    Member: 400, "one for each member, its user in place";
    Role: 128, "hundreds a guild";
    Channel: 464, "hundreds a guild; threads and forums have fields of their own";
    Message: 632, "one an event, boxed in the event enum; all its rare parts are boxed";
    MessageCreate: 656, "a message, and three fields beside it";
    Guild: 560, "one a guild, boxed";
    Presence: 288, "one for each member that is online; of its user nearly always the id alone";
    Activity: 240, "one or two a presence";
    VoiceState: 72, "one for each member in voice; its member is boxed";
};

#[test]
fn hot_types_are_no_larger_than_they_need_to_be() {
    let mut too_large = Vec::new();
    for &(name, size, bound, reason) in SIZES {
        println!("{name:26} {size:4} of {bound:4} bytes: {reason}");
        if size > bound {
            too_large.push(format!("{name}: {size} bytes, bound {bound} ({reason})"));
        }
    }
    assert!(too_large.is_empty(), "{too_large:#?}");
}

//! Decodes events: strictly first, which is fast, and otherwise leniently, without the values that cannot be read.

use super::{Decoded, GatewayEvent};
use crate::json::{self, JsonError, NotRead, Read, ReadValue, Reader};
use crate::wire::decode_error::DecodeError;
use crate::wire::dispatch::Dispatch;

impl Dispatch {
    /// Decodes the data as the type of an event.
    ///
    /// Optional fields and list items that cannot be read are left out if the rest is useful without them, at any
    /// depth, and an open enum reads a value of any other type as unknown. [`Decoded::skipped`] has an error for each.
    /// This crate's `docs/required-fields.md` lists the required fields of each object. Lists of permissions or rules
    /// are read whole or not at all, because a missing item would change their meaning.
    ///
    /// # Errors
    ///
    /// Returns an error if it is another event, or if its data does not have that event's form. The error has the event
    /// and the path, and keeps the dispatch.
    pub fn decode_event<T: GatewayEvent>(&self) -> Result<Decoded<T>, DecodeError> {
        if self.kind() != T::KIND {
            let wanted = T::KIND.name().unwrap_or_default();
            return Err(DecodeError::wrong_event(self, wanted));
        }
        self.decoded(|reader| T::deserialize(reader))
    }

    /// Decodes the data as the type of its event, or a box of it.
    pub(super) fn read_own<T: Read>(&self) -> Result<Decoded<T>, DecodeError> {
        self.decoded(T::read)
    }

    fn decoded<'a, T>(
        &'a self,
        mut read: impl FnMut(&mut Reader<'a>) -> Result<T, NotRead>,
    ) -> Result<Decoded<T>, DecodeError> {
        let mut value = None;
        let skipped = self.fill(&mut |reader| {
            value = Some(read(reader)?);
            Ok(())
        })?;
        match value {
            Some(value) => Ok(Decoded { value, skipped }),
            None => Err(DecodeError::new(self, JsonError::nothing())),
        }
    }

    /// Reads the data strictly, and if that fails, leniently. It is compiled once and not for each event.
    fn fill<'a>(&'a self, read: ReadValue<'_, 'a>) -> Result<Box<[DecodeError]>, DecodeError> {
        if json::strictly(self.data_and_rest(), read).is_ok() {
            return Ok(Box::default());
        }
        let error = |source| DecodeError::new(self, source);
        let skipped = json::leniently_told(self.data(), read).map_err(error)?;
        Ok(skipped.into_iter().map(error).collect())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::event::{GuildMembersChunk, MessageDelete, ThreadListSync};

    fn dispatch(name: &str, data: &str) -> Dispatch {
        Dispatch::parse(Bytes::from(format!(r#"{{"t":"{name}","s":1,"op":0,"d":{data}}}"#)))
            .unwrap()
    }

    fn chunk(members: &str) -> Dispatch {
        let data =
            format!(r#"{{"guild_id":"5","members":[{members}],"chunk_index":0,"chunk_count":1}}"#);
        dispatch("GUILD_MEMBERS_CHUNK", &data)
    }

    #[test]
    fn broken_items_are_left_out_and_named_by_their_own_index() {
        let good = |nick| format!(r#"{{"nick":"{nick}","roles":[],"joined_at":null}}"#);
        let bad = r#"{"nick":"x","roles":["1",{}],"joined_at":null}"#;
        let members = [good("a").as_str(), bad, "7", &good("b"), bad].join(" , ");
        let decoded = chunk(&members).decode_event::<GuildMembersChunk>().unwrap();
        let nicks: Vec<_> = decoded.members.iter().filter_map(|m| m.nick.as_deref()).collect();
        assert_eq!(nicks, ["a", "b"]);
        let paths: Vec<_> = decoded.skipped.iter().map(DecodeError::path).collect();
        assert_eq!(paths, ["members[1].roles[1]", "members[2]", "members[4].roles[1]"]);
    }

    #[test]
    fn a_broken_field_is_an_error_with_the_dispatch() {
        let dispatch =
            dispatch("GUILD_MEMBERS_CHUNK", r#"{"guild_id":"5","members":[7],"chunk_index":[]}"#);
        let error = dispatch.decode_event::<GuildMembersChunk>().unwrap_err();
        assert_eq!((error.event(), error.path()), ("GUILD_MEMBERS_CHUNK", "chunk_index"));
        assert_eq!(error.dispatch(), &dispatch);
    }

    #[test]
    fn however_many_items_are_broken_the_rest_is_read() {
        let good = r#"{"nick":"a","roles":[],"joined_at":null}"#;
        let members = format!("{},{good}", vec!["7"; 10_000].join(","));
        let decoded = chunk(&members).decode_event::<GuildMembersChunk>().unwrap();
        assert_eq!((decoded.members.len(), decoded.skipped.len()), (1, 10_000));
        assert_eq!(decoded.skipped[9_999].path(), "members[9999]");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let data = r#"{"guild_id":"5","threads":[{"id":"1","type":11,"name":5},{"type":11},{"id":"x","type":11}],
            "members":[]}"#;
        let decoded = dispatch("THREAD_LIST_SYNC", data).decode_event::<ThreadListSync>().unwrap();
        let texts: Vec<String> = decoded.skipped.iter().map(ToString::to_string).collect();
        for (text, parts) in texts.iter().zip([
            ["threads[0].name:", "not a value of the type"],
            ["threads[1]:", "missing field `id`"],
            ["threads[2].id:", "string \"x\", expected a snowflake"],
        ]) {
            assert!(parts.iter().all(|part| text.contains(part)), "{text}: {parts:?}");
        }
        assert_eq!(texts.len(), 3);
    }

    /// Minus zero is a number, but not an integer.
    #[test]
    fn minus_zero_in_a_field_that_nobody_knows_is_not_odd() {
        let data = r#"{"guild_id":"5","threads":[],"members":[],"x":-0}"#;
        let decoded = dispatch("THREAD_LIST_SYNC", data).decode_event::<ThreadListSync>().unwrap();
        assert!(decoded.skipped.is_empty());
    }

    #[test]
    fn two_lists_of_one_event_count_apart() {
        let data = r#"{"guild_id":"5","threads":[1,2],"members":[3]}"#;
        let decoded = dispatch("THREAD_LIST_SYNC", data).decode_event::<ThreadListSync>().unwrap();
        let paths: Vec<_> = decoded.skipped.iter().map(DecodeError::path).collect();
        assert_eq!(paths, ["threads[0]", "threads[1]", "members[0]"]);
    }

    #[test]
    fn another_event_is_an_error() {
        let error = chunk("").decode_event::<MessageDelete>().unwrap_err();
        assert!(error.to_string().contains("not a MESSAGE_DELETE"), "{error}");
    }
}

//! Every gateway event can be waited for, by each of the ids that it contains.

use gateway_commands::waiting::Waits;
use gateway_model::EventKind;

use crate::samples::samples;

#[tokio::test]
async fn every_event_comes_to_the_waits_for_its_ids_and_to_no_others() {
    let waits = Waits::new(EventKind::KNOWN.iter().copied());
    for sample in samples() {
        let (dispatch, name) = (sample.dispatch(), sample.name());
        let about = dispatch.subject();
        let wait = || waits.wait_for_any([sample.kind]);
        let mut others = EventKind::KNOWN.to_vec();
        others.retain(|kind| *kind != sample.kind);
        let other = waits.wait_for_any(others).start();
        let wanted = [
            Some(wait()),
            about.guild.map(|guild| wait().in_guild(guild)),
            about.channel.map(|channel| wait().in_channel(channel)),
            about.user.map(|user| wait().from(user)),
            about.message.map(|message| wait().on_message(message)),
        ];
        let wanted: Vec<_> = wanted.into_iter().flatten().map(|wait| wait.start()).collect();
        assert_eq!(waits.process(&dispatch), wanted.len(), "{name}");
        for wait in wanted {
            assert_eq!(wait.await.unwrap().kind(), sample.kind, "{name}");
        }
        drop(other);
    }
    assert!(waits.is_empty());
}

//! A session whose Resumes are all refused is given up, but an outage does not count as a refusal.

use std::time::Duration;

use gateway_proto::{NextStep, State, StateChange};
use gateway_sim::core::ResumeRefusal;

use crate::support::faults::Dial;
use crate::support::{Fault, Pair, Settings};

const HOUR: Duration = Duration::from_secs(3600);

/// All ways to refuse a Resume without Invalid Session `false`.
fn refusals() -> Vec<ResumeRefusal> {
    let codes = [1000, 1001, 1006, 1011, 4000, 4002, 4008, 4999];
    let closes = codes.map(ResumeRefusal::Close);
    let others = [
        ResumeRefusal::Drop,
        ResumeRefusal::Silence,
        ResumeRefusal::Reconnect,
        ResumeRefusal::StillResumable,
    ];
    closes.into_iter().chain(others).collect()
}

fn last_step(pair: &Pair) -> Option<NextStep> {
    pair.states.iter().rev().find_map(|(_, change)| match change {
        StateChange::Connecting { next, .. } => Some(*next),
        _ => None,
    })
}

/// Hard case 30: however the Resumes are refused, Identify is sent within 3 minutes of the loss.
#[test]
fn case_30_a_session_whose_resumes_are_turned_away_is_given_up_within_3_minutes() {
    for how in refusals() {
        for seed in 0..20 {
            let mut pair = Pair::new(Settings::new(seed));
            pair.run_until_live();
            pair.run_for(Duration::from_secs(300));
            let lost_at = pair.now;
            pair.apply(Fault::ResumesRefused { how, lasts: HOUR });
            pair.run_until_holds(Duration::from_secs(180), |pair| pair.checks.identifies == 2);
            // Neither at the first refusal nor at the second.
            assert!(pair.checks.resumes >= 3, "{how:?}: {} Resumes", pair.checks.resumes);
            assert!(pair.now - lost_at >= Duration::from_secs(60), "{how:?}, seed {seed}");
            pair.run_until_live();
            assert_eq!(last_step(&pair), Some(NextStep::Identify), "{how:?}");
        }
    }
}

/// The same with a dead resume host, so that every Resume goes to the main URL (hard case 3).
#[test]
fn case_30_holds_through_the_main_url_as_well() {
    for dial in Dial::ALL {
        for how in [ResumeRefusal::Close(4000), ResumeRefusal::Drop, ResumeRefusal::Silence] {
            let mut pair = Pair::new(Settings::new(30));
            pair.run_until_live();
            pair.run_for(Duration::from_secs(300));
            pair.apply(Fault::ResumesRefused { how, lasts: HOUR });
            pair.apply(Fault::ResumeHostDown { dial, lasts: HOUR });
            pair.run_until_holds(Duration::from_secs(180), |pair| pair.checks.identifies == 2);
            assert!(pair.checks.resumes >= 2, "{dial:?} {how:?}");
            assert!(pair.dialled.last().unwrap().1.starts_with("ws://gateway."));
            pair.run_until_live();
        }
    }
}

/// A minute of refused Resumes needs no Identify, like a minute without network (hard case 4).
#[test]
fn case_30_a_minute_of_refusals_costs_no_identify() {
    for how in refusals() {
        let mut pair = Pair::new(Settings::new(31));
        pair.run_until_live();
        pair.run_for(Duration::from_secs(300));
        pair.apply(Fault::ResumesRefused { how, lasts: Duration::from_secs(60) });
        pair.events(10);
        pair.run_for(Duration::from_secs(160));
        pair.assert_sound();
        assert_eq!((pair.machine.state(), pair.checks.identifies), (State::Live, 1), "{how:?}");
    }
}

/// Ten minutes in which the gateway cannot be reached do not count as refusals, even after a minute of refusals: the
/// clock of refusals stops.
#[test]
fn case_30_an_outage_is_no_refusal() {
    for dial in Dial::ALL {
        let mut settings = Settings::new(32);
        settings.core.session_lifetime = HOUR;
        let mut pair = Pair::new(settings);
        pair.run_until_live();
        pair.run_for(Duration::from_secs(300));
        let refused = Duration::from_secs(20);
        pair.apply(Fault::ResumesRefused { how: ResumeRefusal::Close(4000), lasts: refused });
        pair.run_for(refused);
        let before = pair.checks.resumes;
        assert!(before >= 3, "{before} Resumes");
        pair.apply(Fault::Outage { dial, lasts: Duration::from_secs(600) });
        pair.run_for(Duration::from_secs(700));
        pair.assert_sound();
        assert_eq!(pair.machine.state(), State::Live, "{dial:?}");
        assert_eq!((pair.checks.identifies, pair.checks.resumes), (1, before + 1), "{dial:?}");
    }
}

/// A replay that is interrupted each time does not count as a refusal: every attempt makes progress.
#[test]
fn a_replay_that_comes_further_each_time_is_not_a_refusal() {
    let mut settings = Settings::new(33);
    settings.core.session_lifetime = HOUR;
    let mut pair = Pair::new(settings);
    pair.run_until_live();
    pair.run_for(Duration::from_secs(300));
    let gap = Duration::from_secs(5);
    pair.apply(Fault::SlowReplay { gap, lasts: Duration::from_secs(400) });
    pair.events(100);
    for _ in 0..10 {
        pair.run_until_holds(Duration::from_secs(200), |pair| {
            pair.machine.state() == State::Resuming
        });
        pair.run_for(Duration::from_secs(20));
        pair.apply(Fault::Break { server_sees: true });
    }
    pair.run_until_live();
    pair.assert_sound();
    assert_eq!(pair.checks.identifies, 1);
}

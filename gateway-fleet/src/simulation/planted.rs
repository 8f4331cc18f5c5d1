//! The simulation detects each deliberately wrong rule, and shrinks its schedule.

use crate::planted::{WrongRule, plant};

use super::faults::{Fault, Step, schedule};
use super::shrink::shrink;
use super::world::World;

/// Seeds tried for each wrong rule before it counts as not detected.
const SEEDS: u64 = 3000;

const OWNERS: &str = "one confirmed owner";
const GAP: &str = "5 s between two Identifies of one key";
const WELL: &str = "all is well in time";
const BUSY: &str = "never busy, never silent";
const OUTAGE: &str = "an outage for all moves nothing";
const RESUME: &str = "no event is lost by a Resume";
const COUNTED: &str = "an Identify is counted before";

/// Each wrong rule, and the checks that may detect it.
const CAUGHT_BY: [(WrongRule, &[&str]); 17] = [
    (WrongRule::UnknownIsDone, &[WELL, OWNERS, BUSY, COUNTED]),
    (WrongRule::LapsesAreForgotten, &[OWNERS, WELL]),
    (WrongRule::ConfirmedFromTheAnswer, &[OWNERS]),
    (WrongRule::GapsCountAsSilence, &[OWNERS, OUTAGE]),
    (WrongRule::OldViewsProveDeath, &[OWNERS]),
    (WrongRule::DeadTooSoon, &[OWNERS]),
    (WrongRule::AnySequenceFits, &[RESUME]),
    (WrongRule::MovesEndSessions, &["no session is ended by a move"]),
    (WrongRule::LostLeasesGoOn, &[OWNERS, WELL]),
    (WrongRule::GrantsLastForEver, &[GAP]),
    (WrongRule::ShortWindow, &[GAP]),
    (WrongRule::CountedAfterwards, &[COUNTED]),
    (WrongRule::DiscordRaisesTheLedgerAtOnce, &[COUNTED]),
    (WrongRule::CapacityIsIgnored, &[WELL]),
    (WrongRule::GiveUpIsForgotten, &[WELL]),
    (WrongRule::ReshardNeedsNoRoom, &["a change that does not fit is refused"]),
    (WrongRule::KnownWindowsAreReplaced, &["a known window is kept"]),
];

/// Schedules for cases that random schedules reach too rarely.
fn seldom() -> Vec<(u64, Vec<Step>)> {
    let outage = Step { at: 60_000, fault: Fault::Outage { lasts: 40_000 } };
    // A watch reports nothing for longer than `T_dead`; then something makes that worker look at its view.
    let mut old_view = vec![Step { at: 60_000, fault: Fault::Stall { worker: 0, lasts: 25_000 } }];
    old_view.extend((0..6).map(|lease| Step { at: 78_000, fault: Fault::Disconnect { lease } }));
    // A worker is killed just after its shards' new sessions were written, and before its record contains
    // them.
    let new_sessions = (61_000..75_000).step_by(200).map(|at| {
        let ends = (0..6).map(|lease| Step { at: 60_000, fault: Fault::EndSession { lease } });
        let kill = Fault::Kill { worker: 0, back: None, same_id: false };
        (0, ends.chain([Step { at, fault: kill }]).collect())
    });
    let outages = [(0, vec![outage]), (0, old_view)].into_iter();
    outages.chain(new_sessions).collect()
}

#[test]
fn every_wrong_rule_is_caught_and_its_schedule_shrinks() {
    for (rule, checks) in CAUGHT_BY {
        plant(Some(rule));
        let schedules = (0..SEEDS).map(|seed| (seed, schedule(seed)));
        let found = seldom().into_iter().chain(schedules).find_map(|(seed, steps)| {
            let violation = World::run_steps(seed, &steps).1?;
            Some((seed, steps, violation))
        });
        let Some((seed, steps, violation)) = found else { panic!("{rule:?} was not caught") };
        assert!(checks.contains(&violation.rule), "{rule:?}, seed {seed}: '{violation}'");

        let run = |steps: &[_]| World::run_steps(seed, steps).1;
        let short = shrink(&steps, violation.rule, &run);
        assert!(run(&short).is_some_and(|again| again.rule == violation.rule), "{rule:?}");
        println!(
            "{rule:?}: seed {seed}, {} of {} faults, '{}'",
            short.len(),
            steps.len(),
            violation.rule
        );

        // The failure is caused by the planted rule, not by the schedule.
        plant(None);
        assert_eq!(run(&steps), None, "seed {seed}");
        assert_eq!(run(&short), None, "the shrunk schedule of seed {seed}");
    }
}

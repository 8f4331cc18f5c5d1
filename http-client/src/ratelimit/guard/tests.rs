use super::*;

fn host() -> Arc<str> {
    "discord.com".into()
}

#[test]
fn case_22_a_storm_of_failures_stays_below_the_ban() {
    let mut guard = Guard::default();
    let start = Instant::now();
    let mut now = start;
    let mut at = VecDeque::new();
    let mut worst = 0;
    // An hour in which every response is 403, as fast as the guard allows.
    while now < start + Duration::from_secs(3_600) {
        match guard.admit(&host(), false, now) {
            Admission::Go => {
                guard.ended(true, now);
                at.push_back(now);
                while at.front().is_some_and(|first| now - *first > WINDOW) {
                    at.pop_front();
                }
                worst = worst.max(at.len());
                now += Duration::from_millis(1);
            }
            Admission::Probe => panic!("no ban"),
            Admission::Wait(_, until) => now = until.max(now + Duration::from_millis(1)),
            Admission::Refused(refusal) => {
                now += refusal.retry_in().unwrap().max(Duration::from_millis(1));
            }
        }
    }
    assert!(worst > 7_000 && worst < 9_500, "{worst} in 10 minutes");
}

#[test]
fn those_in_flight_are_counted_as_if_they_failed() {
    let mut guard = Guard::default();
    let now = Instant::now();
    let mut out = 0;
    while guard.admit(&host(), false, now) == Admission::Go {
        out += 1;
    }
    assert_eq!(out, STOP_AT);
    for _ in 0..out {
        guard.ended(false, now);
    }
    assert_eq!(guard.admit(&host(), false, now), Admission::Go);
}

#[test]
fn case_22_invites_are_paced() {
    let mut guard = Guard::default();
    let start = Instant::now();
    let mut now = start;
    let mut sent: Vec<Instant> = Vec::new();
    while sent.len() < 1_000 {
        match guard.admit(&host(), true, now) {
            Admission::Go => {
                guard.ended(false, now);
                sent.push(now);
            }
            Admission::Probe => panic!("no ban"),
            Admission::Wait(limit, until) => {
                assert_eq!(limit, Limit::Invites);
                now = until;
            }
            Admission::Refused(refusal) => panic!("{refusal}"),
        }
    }
    assert!(sent.windows(240).all(|window| window[239] - window[0] >= WINDOW));
}

#[test]
fn a_ban_closes_one_host_for_its_time_and_its_queue_is_bounded() {
    let mut guard = Guard::default();
    let (host, other) = (host(), Arc::from("canary.discord.com"));
    let now = Instant::now();
    assert_eq!(guard.banned(&host, None, now), BAN);
    assert!(
        matches!(guard.admit(&host, false, now), Admission::Wait(Limit::EdgeBan { .. }, at) if at == now + BAN)
    );
    assert_eq!(guard.admit(&other, false, now), Admission::Go);
    assert!((0..BAN_QUEUE).all(|_| guard.join_ban_queue(&host).is_ok()));
    assert_eq!(guard.join_ban_queue(&host), Err(BAN_QUEUE));
    guard.leave_ban_queue(&host);
    assert!(guard.join_ban_queue(&host).is_ok());
    let over = now + BAN;
    let closed = |guard: &mut Guard, now| guard.closed_until(&host, || now);
    assert_eq!(closed(&mut guard, over), None);
    assert_eq!(guard.admit(&host, false, over), Admission::Probe);
    assert_eq!(closed(&mut guard, over), Some(over + LOOK), "one request finds out first");
    assert!(matches!(guard.admit(&host, false, over), Admission::Wait(..)));
    guard.probed(&host, false, over);
    assert_eq!(guard.admit(&host, false, over), Admission::Probe, "it got no answer");
    guard.banned(&host, Some(Duration::ZERO), over);
    guard.probed(&host, true, over);
    let over = over + LEAST_BAN;
    assert_eq!(closed(&mut guard, now + BAN), Some(over), "it goes on");
    assert_eq!(guard.admit(&host, false, over), Admission::Probe);
    guard.probed(&host, true, over);
    assert_eq!(guard.admit(&host, false, over), Admission::Go);
}

#[test]
fn bans_that_name_no_time_are_outlasted_for_longer_each_time() {
    let (mut guard, host, mut now) = (Guard::default(), host(), Instant::now());
    for seconds in [1, 2, 4, 8, 16, 32, 64, 64] {
        let wait = guard.banned(&host, Some(Duration::ZERO), now);
        assert_eq!(wait, Duration::from_secs(seconds));
        // Another request that was in flight.
        assert_eq!(guard.banned(&host, Some(Duration::ZERO), now), wait);
        now = guard.bans[&host].until;
    }
    guard.probed(&host, true, now);
    assert_eq!(guard.banned(&host, Some(Duration::ZERO), now), LEAST_BAN, "it was over");
    let guard = AddressGuard::with_ban(Duration::MAX);
    let wait = guard.with(|guard| guard.banned(&host, None, now));
    assert_eq!(wait, crate::ratelimit::LONGEST_WAIT);
}

/// Returns a guard that saw this many invalid responses at this time.
fn after(invalid: u32, now: Instant) -> Guard {
    let mut guard = Guard::default();
    (0..invalid).for_each(|_| guard.ended(true, now));
    guard
}

#[test]
fn invalid_answers_count_for_ten_minutes_and_the_second_they_came_in() {
    let now = Instant::now();
    let mut guard = after(3, now);
    let (second, end) = (Duration::from_secs(1), now + WINDOW);
    assert_eq!(guard.invalid.len(), 1, "a second of them is one entry");
    guard.ended(true, now + second);
    assert_eq!(guard.invalid.len(), 2);
    assert_eq!(guard.count(end), 4);
    assert_eq!(guard.count(end + second), 1);
    assert_eq!(guard.count(end + second * 2), 0);
    assert!(guard.invalid.is_empty());
}

#[test]
fn from_seven_thousand_on_each_is_followed_by_a_quarter_second() {
    let now = Instant::now();
    assert_eq!(after(SLOW_AT - 1, now).admit(&host(), false, now), Admission::Go);
    let mut guard = after(SLOW_AT, now);
    let until = now + Duration::from_millis(250);
    let slowed = Admission::Wait(Limit::InvalidRequests { count: SLOW_AT }, until);
    assert_eq!(guard.admit(&host(), false, now), slowed);
    assert_eq!(guard.state(now), GuardState::Slowed);
    // All requests in flight might be invalid.
    for _ in 0..STOP_AT - SLOW_AT {
        assert_eq!(guard.admit(&host(), false, until), Admission::Go);
    }
    assert!(matches!(guard.admit(&host(), false, until), Admission::Wait(_, at) if at > until));
}

#[test]
fn what_is_refused_is_let_through_when_the_refusal_said() {
    let now = Instant::now();
    let mut guard = after(STOP_AT, now);
    assert_eq!(guard.state(now), GuardState::Stopped);
    let Admission::Refused(refusal) = guard.admit(&host(), false, now) else {
        panic!("not refused")
    };
    let Refusal::InvalidRequests { count, retry_in } = &refusal else { panic!("{refusal}") };
    assert_eq!(*count, STOP_AT);
    let free_at = now + *retry_in;
    assert!(matches!(
        guard.admit(&host(), false, free_at - Duration::from_millis(1)),
        Admission::Refused(_)
    ));
    guard.pause_until = None;
    assert_eq!(guard.admit(&host(), false, free_at), Admission::Go);
    assert_eq!(guard.state(free_at), GuardState::Open);
}

#[test]
fn so_many_invites_go_at_once_and_the_next_waits_for_the_first() {
    let (mut guard, now) = (Guard::default(), Instant::now());
    for _ in 0..INVITES {
        assert_eq!(guard.admit(&host(), true, now), Admission::Go);
    }
    assert_eq!(guard.admit(&host(), true, now), Admission::Wait(Limit::Invites, now + WINDOW));
    assert_eq!(guard.admit(&host(), false, now), Admission::Go);
    assert_eq!(guard.admit(&host(), true, now + WINDOW), Admission::Go);
}

#[tokio::test(start_paused = true)]
async fn a_guard_tells_what_it_counted() {
    let guard = AddressGuard::new();
    assert_eq!((guard.invalid_requests(), guard.state()), (0, GuardState::Open));
    guard.with(|guard| (0..3).for_each(|_| guard.ended(true, now())));
    assert_eq!(guard.invalid_requests(), 3);
    let webhook = Id::new(7).unwrap();
    assert!(!guard.forget_gone(webhook));
    let gone = super::super::limiter::Major { id: 7, token: 1 };
    guard.with(|guard| guard.gone.missing(gone, now()));
    assert!(guard.forget_gone(webhook));
    guard.with(|guard| guard.banned(&host(), None, now()));
    assert_eq!(guard.state(), GuardState::Banned);
    tokio::time::advance(BAN).await;
    assert_eq!(guard.state(), GuardState::Open);
    guard.with(|guard| guard.admit(&host(), false, now()));
    assert_eq!(guard.state(), GuardState::Banned, "it is being found out whether it is over");
}

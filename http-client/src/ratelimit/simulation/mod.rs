//! Simulates thousands of requests to a server that enforces Discord's limits, in virtual time.
//!
//! Each way of a round trip takes a different time, responses overtake each other, and callers give up.

mod server;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::time::{Duration, Instant};

use self::server::{Answer, Rule, Server, Window};
use super::headers::{BucketHeaders, TooMany};
use super::limiter::{Asked, Limiter, Major, Ticket};

/// A future event.
enum Event {
    Asked {
        key: u64,
        ordered: bool,
    },
    Arrived {
        ticket: Ticket,
        key: u64,
    },
    Answered {
        ticket: Ticket,
        answer: Answer,
    },
    /// The caller drops the future, in whatever state it is.
    Dropped {
        ticket: Ticket,
    },
}

struct Setup {
    rule: Rule,
    global: usize,
    /// The minimum and maximum time of one way, in ms.
    leg: (u64, u64),
    /// How much longer the way to the server may take.
    there: u64,
    /// How many of a hundred requests are dropped.
    dropped: u32,
}

/// The simulation of one seed.
struct Run {
    setup: Setup,
    random: fastrand::Rng,
    start: Instant,
    now: Instant,
    limiter: Limiter,
    server: Server,
    events: BTreeMap<u64, Event>,
    queue: BinaryHeap<Reverse<(Instant, u64)>>,
    next_event: u64,
    keys: HashMap<Ticket, u64>,
    gone: std::collections::HashSet<Ticket>,
    /// The tickets in order of arrival, by bucket.
    arrived: HashMap<u64, Vec<Ticket>>,
    done: u32,
    last_done: Instant,
}

impl Run {
    fn new(setup: Setup, seed: u64) -> Self {
        let start = Instant::now();
        let global = u32::try_from(setup.global).unwrap();
        Self {
            limiter: Limiter::new(global),
            server: Server::new(setup.rule, setup.global, start),
            setup,
            random: fastrand::Rng::with_seed(seed),
            start,
            now: start,
            events: BTreeMap::new(),
            queue: BinaryHeap::new(),
            next_event: 0,
            keys: HashMap::new(),
            gone: std::collections::HashSet::new(),
            arrived: HashMap::new(),
            done: 0,
            last_done: start,
        }
    }

    fn at(&mut self, time: Instant, event: Event) {
        self.next_event += 1;
        self.queue.push(Reverse((time, self.next_event)));
        self.events.insert(self.next_event, event);
    }

    fn ask(&mut self, after: Duration, key: u64, ordered: bool) {
        self.at(self.start + after, Event::Asked { key, ordered });
    }

    fn leg(&mut self) -> Duration {
        self.between(self.setup.leg)
    }

    fn between(&mut self, (least, greatest): (u64, u64)) -> Duration {
        Duration::from_micros(self.random.u64(least * 1_000..=greatest * 1_000))
    }

    /// Runs until no event is left.
    fn run(&mut self) {
        loop {
            for ticket in self.limiter.pump(self.now) {
                self.depart(ticket);
            }
            let event = self.queue.peek().map(|Reverse((at, _))| *at);
            let deadline = self.limiter.next_deadline(self.now);
            let next = match (event, deadline) {
                (Some(event), Some(deadline)) => event.min(deadline),
                (Some(time), None) | (None, Some(time)) => time,
                (None, None) => return,
            };
            assert!(next >= self.now, "time goes on");
            self.now = next;
            while self.queue.peek().is_some_and(|Reverse((at, _))| *at <= self.now) {
                let Reverse((_, id)) = self.queue.pop().unwrap();
                let event = self.events.remove(&id).unwrap();
                self.happen(event);
            }
        }
    }

    fn depart(&mut self, ticket: Ticket) {
        let (key, leg) = (self.keys[&ticket], self.leg());
        let leg = leg + self.between((0, self.setup.there));
        self.at(self.now + leg, Event::Arrived { ticket, key });
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Asked { key, ordered } => {
                let asked = Asked {
                    route: "route",
                    major: Major { id: key, token: 0 },
                    fields: 0,
                    global: true,
                    ordered,
                    authorized: true,
                };
                let (ticket, goes) = self.limiter.enter(asked, self.now);
                self.keys.insert(ticket, key);
                if goes {
                    self.depart(ticket);
                }
                if self.random.u32(0..100) < self.setup.dropped {
                    let wait = Duration::from_millis(self.random.u64(0..2_000));
                    self.at(self.now + wait, Event::Dropped { ticket });
                }
            }
            Event::Arrived { ticket, key } => {
                // A dropped request may already have been sent, and is counted.
                let answer = self.server.request(key, self.now);
                self.arrived.entry(key).or_default().push(ticket);
                let leg = self.leg();
                self.at(self.now + leg, Event::Answered { ticket, answer });
            }
            Event::Answered { ticket, .. } if self.gone.contains(&ticket) => {}
            Event::Answered { ticket, answer } => self.answered(ticket, answer),
            Event::Dropped { ticket } => {
                if self.keys.contains_key(&ticket) {
                    self.gone.insert(ticket);
                    if self.limiter.is_waiting(ticket) {
                        self.limiter.cancel(ticket, self.now);
                    } else {
                        self.limiter.abandoned(ticket, false, self.now);
                    }
                }
            }
        }
    }

    fn answered(&mut self, ticket: Ticket, answer: Answer) {
        let exceeded = |this: &mut Self, headers: Option<&BucketHeaders<'_>>, limit: TooMany| {
            this.limiter.exceeded(ticket, headers, limit, true, this.now);
            assert!(this.limiter.resume(ticket, this.now));
        };
        match answer {
            Answer::Ok(headers) => {
                self.limiter.answered(ticket, Some(&headers), true, false, self.now);
                self.keys.remove(&ticket);
                self.done += 1;
                self.last_done = self.now;
            }
            Answer::TooMany(headers, limit) => exceeded(self, Some(&headers), limit),
            Answer::Global(limit) => exceeded(self, None, limit),
        }
    }

    fn took(&self) -> f64 {
        (self.last_done - self.start).as_secs_f64()
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn rule(window: Window, limit: u32, length: Duration) -> Rule {
    Rule { window, limit, length }
}

/// Hard case 20: as many requests in flight as the bucket allows. A round trip takes 200 ms.
#[test]
fn case_20_five_requests_take_hardly_more_than_one_round_trip() {
    for window in [Window::Fixed, Window::Sliding] {
        let setup = Setup {
            rule: rule(window, 5, seconds(5)),
            global: 50,
            leg: (100, 100),
            there: 0,
            dropped: 0,
        };
        let mut run = Run::new(setup, 1);
        // The first request learns the limit of the bucket long before.
        run.ask(Duration::ZERO, 1, false);
        for _ in 0..5 {
            run.ask(seconds(10), 1, false);
        }
        run.run();
        assert_eq!((run.done, run.server.refused), (6, 0));
        let trips = (run.took() - 10.0) / 0.2;
        assert!(trips < 1.2, "{window:?}: {trips} round trips");
    }
}

/// Hard case 20: nearly the ideal rate, and not one 429 that headers could have prevented.
#[test]
fn case_20_ten_thousand_requests_meet_no_429_and_lose_no_time() {
    for window in [Window::Fixed, Window::Sliding] {
        for (seed, limit, length) in [(1, 5, 5), (2, 10, 10), (3, 50, 30), (4, 1, 5)] {
            let setup = Setup {
                rule: rule(window, limit, seconds(length)),
                global: 50,
                leg: (40, 60),
                there: 0,
                dropped: 0,
            };
            let mut run = Run::new(setup, seed);
            for _ in 0..10_000 {
                run.ask(Duration::ZERO, 1, false);
            }
            run.run();
            assert_eq!((run.done, run.server.refused), (10_000, 0), "{window:?}, {limit}");
            let ideal =
                (10_000.0 / f64::from(limit) - 1.0) * f64::from(u32::try_from(length).unwrap());
            let rate = ideal / run.took();
            assert!(rate > 0.97, "{window:?}, {limit} in {length} s: {rate} of the ideal rate");
        }
    }
}

/// Many buckets together use up the global limit, and no bucket is starved.
#[test]
fn the_global_limit_is_used_up_and_no_bucket_starves() {
    for window in [Window::Fixed, Window::Sliding] {
        let setup = Setup {
            rule: rule(window, 5, seconds(5)),
            global: 50,
            leg: (45, 55),
            there: 0,
            dropped: 0,
        };
        let mut run = Run::new(setup, 7);
        for number in 0..10_000 {
            run.ask(Duration::ZERO, number % 100, false);
        }
        run.run();
        assert_eq!((run.done, run.server.refused), (10_000, 0), "{window:?}");
        let rate = 10_000.0 / run.took();
        // 50 a second, less the margin of the global window.
        assert!(rate > 50.0 * 0.97, "{window:?}: {rate} a second");
        for (key, arrived) in &run.arrived {
            assert_eq!(arrived.len(), 100, "bucket {key}");
        }
    }
}

/// With very uneven network delays there is still not one 429, though the rate is somewhat lower.
#[test]
fn an_uneven_network_costs_rate_and_no_429() {
    let setup = Setup {
        rule: rule(Window::Fixed, 5, seconds(5)),
        global: 50,
        leg: (20, 120),
        there: 0,
        dropped: 0,
    };
    let mut run = Run::new(setup, 7);
    for number in 0..5_000 {
        run.ask(Duration::ZERO, number % 100, false);
    }
    run.run();
    assert_eq!((run.done, run.server.refused), (5_000, 0));
    let rate = 5_000.0 / run.took();
    assert!(rate > 50.0 * 0.85, "{rate} a second");
}

/// A process that has just started or is busy sends late. That delay is not part of the way, and no request is sent
/// early because of it.
#[test]
fn requests_that_are_held_up_before_they_go_make_no_later_one_leave_too_early() {
    for (seed, window) in [(1, Window::Fixed), (2, Window::Sliding)] {
        let setup = Setup {
            rule: rule(window, 1, Duration::from_millis(250)),
            global: 50,
            leg: (1, 2),
            there: 80,
            dropped: 0,
        };
        let mut run = Run::new(setup, seed);
        for number in 0..5_000 {
            run.ask(Duration::ZERO, number % 200, false);
        }
        run.run();
        assert_eq!((run.done, run.server.refused), (5_000, 0), "{window:?}");
    }
}

/// A bot that seems to be large, and has the documented limit or a higher one.
#[test]
fn a_learnt_global_limit_is_what_the_server_has_at_the_price_of_few_429() {
    for (global, most_refused) in [(50, 25), (200, 100), (500, 0)] {
        let rule = rule(Window::Fixed, 5, seconds(5));
        let mut run = Run::new(Setup { rule, global, leg: (20, 25), there: 0, dropped: 0 }, 3);
        run.limiter = Limiter::new(50);
        run.limiter.learn_global(500);
        for number in 0..20_000 {
            run.ask(Duration::ZERO, number, false);
        }
        run.run();
        assert_eq!(run.done, 20_000);
        assert!(run.server.refused <= most_refused, "{global}: {} refused", run.server.refused);
        let rate = 20_000.0 / run.took();
        let ideal = f64::from(u32::try_from(global).unwrap());
        assert!(rate > ideal * 0.75, "{global}: {rate} a second");
    }
}

/// With very different delays and responses that overtake each other, ordered requests stay in order.
#[test]
fn ordered_requests_arrive_in_order_whatever_the_network_does() {
    let setup = Setup {
        rule: rule(Window::Sliding, 5, seconds(1)),
        global: 50,
        leg: (5, 500),
        there: 0,
        dropped: 10,
    };
    let mut run = Run::new(setup, 11);
    for number in 0..3_000 {
        let after = Duration::from_millis(run.random.u64(0..60_000));
        run.ask(after, number % 7, true);
    }
    run.run();
    for arrived in run.arrived.values() {
        // A request that was dropped in flight is not waited for.
        let kept: Vec<_> = arrived.iter().filter(|ticket| !run.gone.contains(ticket)).collect();
        let wrong = kept.windows(2).find(|pair| pair[0] > pair[1]);
        assert!(wrong.is_none(), "{wrong:?}");
    }
}

/// Hard case 21: a third of the requests is dropped, waiting or in flight. Every slot returns.
#[test]
fn case_21_slots_always_come_back() {
    for seed in 0..4 {
        let window = if seed % 2 == 0 { Window::Fixed } else { Window::Sliding };
        let setup = Setup {
            rule: rule(window, 5, seconds(1)),
            global: 1_000,
            leg: (5, 100),
            there: 0,
            dropped: 30,
        };
        let mut run = Run::new(setup, seed);
        for number in 0..25_000_u64 {
            let after = Duration::from_millis(run.random.u64(0..200_000));
            run.ask(after, number % 50, number % 3 == 0);
        }
        run.run();
        assert_eq!((run.limiter.waiting(), run.limiter.in_flight()), (0, 0), "seed {seed}");
        assert!(run.done > 17_000, "{} of 25,000 done", run.done);
        // No bucket is stuck: one more request passes through each.
        for key in 0..50 {
            run.at(run.now + seconds(60), Event::Asked { key, ordered: true });
        }
        run.setup.dropped = 0;
        let before = run.done;
        run.run();
        assert_eq!(run.done - before, 50, "seed {seed}");
    }
}

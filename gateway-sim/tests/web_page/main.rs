//! Tests of the page at `/` in a real browser: a person writes as a user, and uses the bot's answers.

#![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

mod bot;
mod browser;
#[path = "../support/mod.rs"]
mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use browser::Browser;
use gateway_sim::Sim;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

/// The newest message of the channel.
const LAST: &str = "document.querySelector('#messages').lastElementChild";

struct World {
    outside: Runtime,
    sim: Arc<Sim>,
    goes_on: Arc<Notify>,
}

impl World {
    fn start() -> Self {
        let outside = Runtime::new().unwrap();
        let sim = Sim::builder().guilds(2).members(6).rest_limits(false);
        let sim = sim.heartbeat_interval(Duration::from_secs(3600)).start();
        let sim = Arc::new(outside.block_on(sim).unwrap());
        let goes_on = Arc::new(Notify::new());
        Self { outside, sim, goes_on }
    }

    fn start_bot(&self) {
        self.outside.spawn(bot::run(Arc::clone(&self.sim), Arc::clone(&self.goes_on)));
    }

    fn open(&self) -> Browser {
        let mut page = Browser::start();
        page.go(&self.sim.page_url());
        page.until("document.querySelector('#channels [aria-current]')");
        page
    }
}

fn say(page: &mut Browser, text: &str) {
    page.focus("#text");
    page.type_(text);
    page.key("Enter");
}

fn until_last_says(page: &mut Browser, text: &str) {
    page.until(&format!("{LAST}.textContent.includes({text:?})"));
}

/// Asserts that every control has an accessible name.
fn assert_all_named(page: &mut Browser) {
    let unnamed = "[...document.querySelectorAll('button, input, select, textarea, summary, a')]
        .filter((one) => one.checkVisibility() && !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.[0]?.textContent.trim()))
        .map((one) => one.outerHTML)";
    assert_eq!(page.look(unnamed), json!([]));
}

#[test]
#[ignore = "needs chromium; CI runs it"]
fn a_person_writes_presses_picks_and_fills_in() {
    let world = World::start();
    let mut page = world.open();
    page.until("/is not connected/.test(document.getElementById('bot').textContent)");
    world.start_bot();
    page.until("/is connected .1 session/.test(document.getElementById('bot').textContent)");

    // A message and the bot's answer to it. In the answer, Markdown is rendered and HTML is shown as text.
    say(&mut page, "!ping");
    page.until(&format!("{LAST}.querySelector('.content strong')?.textContent === 'bold'"));
    page.until(&format!("{LAST}.querySelector('.above').textContent.includes('!ping')"));
    page.until("document.getElementById('typing').textContent === ''");
    let before = page.look("document.title");
    say(&mut page, "!markup");
    until_last_says(&mut page, "<script>");
    page.until(&format!("{LAST}.querySelector('.embed')"));
    assert_eq!(
        page.look(
            "document.querySelectorAll('#messages img, #messages script, #messages b').length"
        ),
        0
    );
    assert_eq!(
        page.look("[...document.links].filter((a) => !/^https?:/.test(a.href) && !a.hash).length"),
        0
    );
    assert_eq!(page.look("document.title"), before);

    // A reaction, by the menu of the message, and taken back.
    page.click("#messages > :last-child .more summary");
    page.click("#messages > :last-child .quick button");
    page.until(&format!(
        "{LAST}.querySelector('.reactions button[aria-pressed=true]')?.textContent.endsWith(' 1')"
    ));
    page.click("#messages > :last-child .reactions button");
    page.until(&format!("!{LAST}.querySelector('.reactions')"));

    uses_components(&mut page);
    uses_commands(&world, &mut page);

    say(&mut page, "!poll");
    page.until(&format!("{LAST}.querySelector('.poll')"));
    page.click("#messages > :last-child .poll button");
    page.until(&format!(
        "{LAST}.querySelector('.poll button[aria-pressed=true]').textContent.includes('1 vote')"
    ));
    say(&mut page, "!layout");
    page.until(&format!("{LAST}.querySelector('.container h3')?.textContent === 'Heading'"));
    page.until(&format!("{LAST}.querySelector('.container .section [data-custom-id=details]')"));
    assert_all_named(&mut page);
    page.picture("desktop");
    assert_eq!(page.errors, Vec::<String>::new());
}

/// Uses a button that changes its message, one that opens a modal, one without an answer, and select menus.
fn uses_components(page: &mut Browser) {
    say(page, "!menu");
    page.focus("#messages > :last-child [data-custom-id=count]");
    page.key("Enter");
    page.until(&format!(
        "{LAST}.querySelector('[data-custom-id=count]').textContent === 'Count 1'"
    ));
    page.until("document.activeElement.dataset.customId === 'count'");

    page.click("#messages > :last-child [data-custom-id=form]");
    page.until("document.getElementById('modal').open && document.activeElement.labels[0].textContent === 'Title'");
    page.type_("ab");
    page.key("Enter");
    page.until(
        "/2 characters; from 3/.test(document.querySelector('#modal [role=alert]').textContent)",
    );
    page.focus("#modal input");
    page.type_("cd");
    page.click("#modal input[type=radio][value=good]");
    assert_all_named(page);
    page.click("#modal [type=submit]");
    page.until("!document.getElementById('modal').open");
    until_last_says(page, "Thanks: ");
    page.until(&format!("{LAST}.classList.contains('ephemeral') && /\"good\"/.test({LAST}.textContent) && /\"(ab)?cd(ab)?\"/.test({LAST}.textContent)"));
    page.click("#messages > .ephemeral [data-key=dismiss]");
    page.until("!document.querySelector('#messages > .ephemeral')");

    page.click("#messages > :last-child [data-custom-id=colour] summary");
    page.click("#messages > :last-child [data-custom-id=colour] [data-value=blue]");
    until_last_says(page, "chosen: [\"blue\"]");
    page.click("#messages > :last-child [data-key=dismiss]");
    page.click("#messages > :last-child [data-custom-id=people] summary");
    page.until(&format!("{LAST}.querySelectorAll('[data-custom-id=people] input').length === 6"));
    page.click("#messages > :last-child [data-custom-id=people] input");
    page.click("#messages > :last-child [data-custom-id=people] [type=submit]");
    until_last_says(page, "chosen: [\"");
    page.click("#messages > :last-child [data-key=dismiss]");
    page.click("#messages > :last-child [data-custom-id=silent]");
    page.until(&format!(
        "/did not answer within 3 s/.test({LAST}.querySelector('.failed').textContent)"
    ));
}

/// Uses a slash command with a user, autocomplete and a deferred answer, then a subcommand, then a message command.
fn uses_commands(world: &World, page: &mut Browser) {
    page.focus("#text");
    page.type_("/");
    page.until("document.querySelectorAll('#found [role=option]').length === 3");
    page.key("ArrowDown");
    page.until("document.getElementById('found-1').getAttribute('aria-selected') === 'true'");
    page.until(
        "document.getElementById('text').getAttribute('aria-activedescendant') === 'found-1'",
    );
    page.key("Enter");
    page.until("!document.getElementById('command').hidden");
    page.click("[data-option=who] input[type=radio]");
    page.focus("[data-option=city] input");
    page.type_("Be");
    page.until("document.querySelectorAll('[data-option=city] .choices button').length === 2");
    page.key("ArrowDown");
    page.until("document.activeElement.textContent === 'Bern'");
    page.key("Enter");
    page.until("document.querySelector('[data-option=city] input').value === 'Bern'");
    assert_all_named(page);
    page.click("#command [type=submit]");
    until_last_says(page, "is thinking");
    until_last_says(page, "used /greet");
    world.goes_on.notify_one();
    until_last_says(page, "of \"BRN\"");
    page.until(&format!("{LAST}.querySelector('.mention') && !{LAST}.querySelector('.thinking')"));

    say(page, "/config sh");
    until_last_says(page, "settings");
    page.click("#messages > :nth-last-child(2) .more summary");
    let quote = "[...document.querySelectorAll('.more[open] button')].find((one) => one.textContent.startsWith('Quote'))";
    page.until(quote);
    page.look(&format!("{quote}.click()"));
    until_last_says(page, "quotes");
}

#[test]
#[ignore = "needs chromium; CI runs it"]
fn at_the_width_of_a_phone_it_fits_and_its_channels_open() {
    let world = World::start();
    world.start_bot();
    let mut page = world.open();
    let phone = json!({ "width": 360, "height": 700, "deviceScaleFactor": 2, "mobile": true });
    page.ask("Emulation.setDeviceMetricsOverride", phone);
    for text in ["!ping", "!markup", "!menu", "!layout"] {
        say(&mut page, text);
        page.until(&format!("{LAST}.querySelector('.tag') && {LAST}.previousElementSibling.textContent.includes({text:?})"));
    }
    page.until("document.documentElement.scrollWidth <= 360");
    assert_all_named(&mut page);
    page.picture("phone");
    page.click("[data-custom-id=form]");
    page.until("document.getElementById('modal').open");
    page.until("document.getElementById('modal').getBoundingClientRect().right <= 360");
    page.key("Escape");
    page.until("!document.getElementById('modal').open");

    // A button opens the channels, by the keyboard too.
    let hidden = "getComputedStyle(document.getElementById('side')).visibility";
    page.until(&format!("{hidden} === 'hidden'"));
    page.focus("#menu");
    page.key("Enter");
    page.until(&format!("{hidden} === 'visible' && document.activeElement.id === 'guild'"));
    page.key("Escape");
    page.until(&format!("{hidden} === 'hidden' && document.activeElement.id === 'menu'"));
    page.click("#menu");
    page.look("[...document.querySelectorAll('#channels button')].find((one) => one.textContent.includes('Voice')).click()");
    page.until("/Voice/.test(document.getElementById('place').textContent)");
    page.click("#voice");
    page.until("document.getElementById('voice').textContent === 'Leave voice' && document.querySelector('.speaker')");

    // Direct messages with the bot, and a new user.
    page.click("#channels button");
    page.until("/simbot/.test(document.getElementById('place').textContent)");
    say(&mut page, "!ping");
    until_last_says(&mut page, "pong");
    page.click("#new-user");
    page.focus("#new-name");
    page.type_("zoe");
    page.key("Enter");
    page.until("document.getElementById('user').selectedOptions[0].textContent.includes('zoe')");
    say(&mut page, "hello");
    page.until(&format!("{LAST}.querySelector('.who').textContent === 'zoe'"));
    let scheme = |page: &mut Browser, value: &str| {
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        page.ask("Emulation.setEmulatedMedia", json!({ "features": features }));
        page.look("getComputedStyle(document.body).backgroundColor")
    };
    assert_ne!(scheme(&mut page, "light"), scheme(&mut page, "dark"));
    assert_eq!(page.errors, Vec::<String>::new());
}

/// Clicks the button of a channel, once it is there.
fn open_channel(page: &mut Browser, name: &str) {
    let button = format!(
        "[...document.querySelectorAll('#channels button')].find((one) => one.textContent.includes({name:?}))"
    );
    page.until(&button);
    page.look(&format!("{button}.click()"));
    page.until(&format!("document.getElementById('place').textContent.includes({name:?})"));
}

#[test]
#[ignore = "needs chromium; CI runs it"]
fn a_person_starts_threads_posts_in_forums_and_sees_the_commands_that_they_may_use() {
    let world = World::start();
    world.start_bot();
    let mut page = world.open();
    page.focus("#text");
    page.type_("/");
    page.until("document.querySelectorAll('#found [role=option]').length === 3");
    // Somebody else, who is no administrator.
    page.look("(() => { const user = document.getElementById('user'); user.selectedIndex = 1; user.dispatchEvent(new Event('change')); })()");
    page.until("document.querySelectorAll('#found [role=option]').length === 2");
    page.focus("#text");
    page.key("Escape");

    page.click("#start");
    page.until("document.getElementById('asking').open");
    page.focus("#new-name");
    page.type_("plans");
    page.key("Enter");
    page.until("/plans/.test(document.getElementById('place').textContent)");
    say(&mut page, "!ping");
    until_last_says(&mut page, "pong");
    page.until("document.getElementById('start').hidden");

    open_channel(&mut page, "general");
    say(&mut page, "an idea");
    until_last_says(&mut page, "an idea");
    page.click("#messages > :last-child .more summary");
    let start = "[...document.querySelectorAll('.more[open] button')].find((one) => one.textContent.startsWith('Start a thread'))";
    page.until(start);
    page.look(&format!("{start}.click()"));
    page.focus("#new-name");
    page.type_("of an idea");
    assert_all_named(&mut page);
    page.key("Enter");
    page.until("/of an idea/.test(document.getElementById('place').textContent)");

    let guild = world.sim.inspect(|core| core.world().guild_at(0)).unwrap();
    let forum =
        json!({ "name": "help", "type": 15, "flags": 16, "available_tags": [{ "name": "bug" }] });
    let path = format!("/guilds/{guild}/channels");
    let made = world.outside.block_on(support::rest(&world.sim, "POST", &path, forum));
    assert_eq!(made.0, 201);
    open_channel(&mut page, "help");
    page.click("#start");
    page.focus("#new-name");
    page.type_("It breaks");
    page.focus("#new-text");
    page.type_("See the log.");
    page.click("#asking [type=submit]");
    // Each post of this forum needs a tag.
    page.until("/1 to 5 tags/.test(document.querySelector('#asking [role=alert]').textContent)");
    page.click("#asking input[type=checkbox]");
    assert_all_named(&mut page);
    page.click("#asking [type=submit]");
    page.until("/It breaks/.test(document.getElementById('place').textContent)");
    until_last_says(&mut page, "See the log.");
    open_channel(&mut page, "help");
    page.until("/bug/.test(document.querySelector('#messages .post').textContent)");
    assert_eq!(page.errors, Vec::<String>::new());
}

/// Serves a page on another port, which is another origin, and returns its URL.
fn another_page() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let answer = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 7\r\nconnection: close\r\n\r\nanother";
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer);
        }
    });
    format!("http://{address}/")
}

#[test]
#[ignore = "needs chromium; CI runs it"]
fn no_markup_is_made_of_a_text_and_no_foreign_page_acts() {
    let world = World::start();
    let mut page = world.open();
    let refused = "(() => { try { document.createElement('p').innerHTML = '<b>x</b>'; return false; } catch { return true; } })()";
    assert_eq!(page.look(refused), true, "the page's policy");
    say(&mut page, "own");
    until_last_says(&mut page, "own");

    page.go(&another_page());
    page.until("document.body.textContent === 'another'");
    let act = json!({ "do": "message", "content": "foreign" }).to_string();
    let ask = format!(
        "fetch('{}/actions', {{ method: 'POST', mode: 'no-cors', body: {act:?} }}).then((answer) => answer.type, (error) => error.name)",
        world.sim.control_url()
    );
    // The browser sends the request, but the page cannot read the answer.
    assert_eq!(page.look(&ask), "opaque");
    let written = world.sim.inspect(|core| {
        let guild = core.world().guild(core.world().guild_at(0).unwrap()).unwrap();
        let channel = *guild.channels.keys().next().unwrap();
        let held = core.world().messages(channel).into_owned();
        held.ids().filter_map(|id| held.get(id, 0)).collect::<Vec<Value>>()
    });
    assert_eq!(written.len(), 1, "{written:?}");
    assert_eq!(written[0]["content"], "own");
}

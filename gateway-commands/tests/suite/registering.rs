//! Registering writes only the differences.

use gateway_commands::registration::{Change, RegisterError};
use gateway_commands::{Choice, Command, Commands, Context, Router, Scope};
use gateway_model::Permissions;
use gateway_model::command::CommandCreate;
use gateway_model::user::User;
use gateway_sim::Sim;
use http_client::Client;

/// Has all that Discord adds to or gives a default.
#[derive(Command)]
#[command(
    name = "full",
    name_localized("de", "voll"),
    description_localized("de", "Hat alles."),
    default_member_permissions = Permissions::BAN_MEMBERS,
    contexts(PrivateChannel, Guild),
    integration_types(User, Guild),
    nsfw
)]
#[allow(dead_code, reason = "registered, not used")]
struct Full {
    /// Text.
    #[option(min_length = 1, max_length = 100, name_localized("de", "text-de"))]
    text: String,
    /// Number.
    #[option(min = 0, max = 7)]
    number: i64,
    /// Fraction.
    #[option(min = 1.0)]
    fraction: Option<f64>,
    /// Kind.
    kind: Option<Kind>,
    /// Channel.
    #[option(channel_types(GuildText))]
    channel: Option<gateway_model::channel::Channel>,
    /// Typed.
    #[option(autocomplete = nothing)]
    typed: Option<String>,
    /// Not required.
    flag: Option<bool>,
}

#[derive(Choice)]
#[allow(dead_code, reason = "registered, not used")]
enum Kind {
    One,
    Two,
}

async fn nothing(_: Context, _: String) -> Vec<String> {
    Vec::new()
}

/// All contexts, which is the default.
#[derive(Command)]
#[command(contexts(Guild, BotDm, PrivateChannel), integration_types(Guild))]
struct Defaults;

/// Empty permissions: administrators only.
#[derive(Command)]
#[command(default_member_permissions = Permissions::empty())]
enum Groups {
    /// One.
    One,
    Two(Inner),
}

/// Inner.
#[derive(Command)]
enum Inner {
    /// Three.
    Three,
}

#[derive(Command)]
#[command(user)]
#[allow(dead_code, reason = "registered, not used")]
struct Menu(User);

#[derive(Command)]
#[command(message)]
struct Report;

fn router() -> Router {
    Router::new()
        .registers::<Full>()
        .registers::<Defaults>()
        .registers::<Groups>()
        .registers::<Menu>()
        .registers::<Report>()
}

async fn discord() -> (Sim, Client) {
    let sim = Sim::builder().guilds(1).rest_limits(false).start().await.unwrap();
    let rest = Client::builder(sim.token()).api_url(sim.api_url()).build().unwrap();
    (sim, rest)
}

/// How many requests the registration takes, and what it writes.
async fn register(sim: &Sim, rest: &Client, commands: &Commands, scope: Scope) -> (u64, String) {
    let before = sim.rest_stats().requests;
    let changes = commands.register(rest, scope).await.unwrap();
    (sim.rest_stats().requests - before, changes.to_string())
}

#[tokio::test]
async fn a_second_start_writes_nothing() {
    let (sim, rest) = discord().await;
    let commands = router().build().unwrap();
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap());
    for scope in [Scope::Global, Scope::Guild(guild)] {
        let (requests, written) = register(&sim, &rest, &commands, scope).await;
        // The application, the list, and five commands.
        assert_eq!(requests, 7);
        assert_eq!(written, "+ /full\n+ /defaults\n+ /groups\n+ Menu\n+ Report\n0 unchanged");
        let (requests, written) = register(&sim, &rest, &commands, scope).await;
        assert_eq!((requests, &*written), (2, "5 unchanged"));
    }
}

#[tokio::test]
async fn only_the_difference_is_written() {
    let (sim, rest) = discord().await;
    register(&sim, &rest, &router().build().unwrap(), Scope::Global).await;
    let application = rest.current_application().await.unwrap().id;
    let old = CommandCreate::chat_input("old", "Is no type's any more");
    rest.create_global_application_command(application, &old).await.unwrap();
    let mut changed = Full::create();
    changed.options[1].max_value = Some(14.into());
    changed.nsfw = None;
    changed.contexts = None;
    rest.create_global_application_command(application, &changed).await.unwrap();

    let commands = router().build().unwrap();
    let before = sim.rest_stats().requests;
    let changes = commands.compare(&rest, Scope::Global).await.unwrap();
    assert_eq!(sim.rest_stats().requests - before, 2);
    assert!(
        matches!(changes.list(), [Change::Delete(_), Change::Edit(_, differences)] if differences.len() == 3)
    );
    let shown = "- /old\n~ /full: contexts: null -> [0.0,2.0], nsfw: null -> true, options.1.max_value: 14.0 -> 7.0\n4 unchanged";
    assert_eq!(changes.to_string(), shown);

    changes.write(&rest).await.unwrap();
    assert!(commands.compare(&rest, Scope::Global).await.unwrap().is_empty());
    let names = rest.global_application_commands(application).await.unwrap();
    assert_eq!(names.len(), 5);
}

#[tokio::test]
async fn what_is_not_said_any_more_goes_back_to_the_default() {
    /// Once for guilds only.
    #[derive(Command)]
    #[command(name = "same", contexts(Guild), default_member_permissions = Permissions::BAN_MEMBERS)]
    struct Before;

    /// Once for guilds only.
    #[derive(Command)]
    #[command(name = "same")]
    struct After;

    let (sim, rest) = discord().await;
    let before = Router::new().registers::<Before>().build().unwrap();
    register(&sim, &rest, &before, Scope::Global).await;
    let after = Router::new().registers::<After>().build().unwrap();
    let (_, written) = register(&sim, &rest, &after, Scope::Global).await;
    assert!(written.contains("~ /same: contexts"), "{written}");
    assert_eq!(register(&sim, &rest, &after, Scope::Global).await.1, "1 unchanged");
}

#[tokio::test]
async fn a_failure_names_the_change() {
    let (sim, _) = discord().await;
    let rest = Client::builder("MTIz.wrong.token").api_url(sim.api_url()).build().unwrap();
    let error = router().build().unwrap().register(&rest, Scope::Global).await.unwrap_err();
    assert!(matches!(error, RegisterError::Read(_)), "{error}");
}

//! Tests of the guide in `docs/guide`: its snippets compile, and its table of intents matches the code.

/// A page whose snippets are compiled.
#[cfg(doctest)]
macro_rules! pages {
    ($($page:ident = $file:literal,)*) => {
        $(
            #[doc = include_str!(concat!("../../docs/guide/src/", $file))]
            struct $page;
        )*
    };
}

#[cfg(doctest)]
pages! {
    FirstBot = "first-bot.md",
    EventsAndIntents = "events-and-intents.md",
    Listeners = "listeners.md",
    Commands = "commands.md",
    Waiting = "waiting.md",
    CachePage = "cache.md",
    Rest = "rest.md",
    Files = "files.md",
    PermissionsPage = "permissions.md",
    Testing = "testing.md",
    Sharding = "sharding.md",
    Deploying = "deploying.md",
    SeveralMachines = "several-machines.md",
}

#[cfg(test)]
mod tests {
    use gateway_model::EventKind;
    use gateway_model::gateway::Intents;

    const PAGE: &str = include_str!("../../docs/guide/src/events-and-intents.md");

    /// Returns a row for each intent, and one for the events that need none.
    fn table() -> String {
        let mut table = String::from("| intent | privileged | events |\n| --- | --- | --- |\n");
        let events = |is_meant: &dyn Fn(Intents) -> bool| -> String {
            let meant = EventKind::KNOWN.iter().filter(|event| is_meant(event.intents()));
            meant.map(|event| format!("`{event}`")).collect::<Vec<_>>().join(", ")
        };
        for (name, intent) in Intents::all().iter_names() {
            let privileged = if Intents::PRIVILEGED.contains(intent) { "yes" } else { "" };
            let events = events(&|intents| intents.contains(intent));
            table += &format!("| `{name}` | {privileged} | {events} |\n");
        }
        table += &format!("| none needed | | {} |\n", events(&|intents| intents.is_empty()));
        table
    }

    #[test]
    fn the_table_of_intents_is_what_the_code_says() {
        let table = table();
        assert!(PAGE.ends_with(&table), "events-and-intents.md has to end with:\n{table}");
    }
}

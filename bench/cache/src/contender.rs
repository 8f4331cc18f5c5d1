//! The caches behind one face.

use serde_json::Value;

/// Kinds of events that are timed.
pub const KINDS: [&str; 5] =
    ["GUILD_MEMBER_UPDATE", "PRESENCE_UPDATE", "MESSAGE_CREATE", "GUILD_ROLE_UPDATE", "CHANNEL_UPDATE"];

pub trait Contender: Clone + Send + Sync + 'static {
    type Event: Send + Sync;

    /// Everything, or roles and channels only.
    fn new(everything: bool) -> Self;
    fn read(kind: &str, data: &Value) -> Self::Event;
    /// serenity takes values out of the event.
    fn update(&self, event: &mut Self::Event);
    /// Reads the roles of a member, as a check of permissions does.
    fn roles_of(&self, guild: u64, user: u64) -> usize;
    /// Reads a whole member with the user.
    fn member(&self, guild: u64, user: u64) -> bool;
}

#[derive(Clone)]
pub struct Ours(gateway_cache::Cache);

impl Contender for Ours {
    type Event = gateway_model::event::Event;

    fn new(everything: bool) -> Self {
        use gateway_cache::{Cache, ChannelFields, RoleFields};
        use gateway_model::gateway::Intents;
        let builder = if everything {
            Cache::everything(Intents::all())
        } else {
            // As much of roles and channels as there is.
            Cache::builder(Intents::all()).roles(RoleFields::all()).channels(ChannelFields::all())
        };
        Self(builder.build())
    }

    fn read(kind: &str, data: &Value) -> Self::Event {
        let text = format!(r#"{{"t":"{kind}","s":1,"op":0,"d":{data}}}"#);
        gateway_model::Dispatch::parse(text.into()).unwrap().event().unwrap().value
    }

    fn update(&self, event: &mut Self::Event) {
        self.0.update(&*event);
    }

    fn roles_of(&self, guild: u64, user: u64) -> usize {
        use gateway_model::Id;
        let permissions = self.0.permissions_in_guild(Id::new(guild).unwrap(), Id::new(user).unwrap());
        permissions.map_or(0, |permissions| permissions.bits().count_ones() as usize)
    }

    fn member(&self, guild: u64, user: u64) -> bool {
        use gateway_model::Id;
        self.0.member(Id::new(guild).unwrap(), Id::new(user).unwrap()).is_some_and(|member| member.user.is_some())
    }
}

#[derive(Clone)]
pub struct Twilight(std::sync::Arc<twilight_cache_inmemory::DefaultInMemoryCache>);

impl Contender for Twilight {
    type Event = twilight_model::gateway::event::Event;

    fn new(everything: bool) -> Self {
        use twilight_cache_inmemory::{DefaultInMemoryCache, ResourceType};
        let types = if everything {
            ResourceType::all()
        } else {
            ResourceType::ROLE | ResourceType::CHANNEL | ResourceType::GUILD
        };
        Self(DefaultInMemoryCache::builder().resource_types(types).message_cache_size(100).build().into())
    }

    fn read(kind: &str, data: &Value) -> Self::Event {
        use twilight_model::gateway::event::Event as E;
        let text = data.to_string();
        macro_rules! read {
            ($variant:ident) => {
                E::$variant(serde_json::from_str(&text).unwrap())
            };
        }
        match kind {
            "GUILD_CREATE" => read!(GuildCreate),
            "GUILD_MEMBER_UPDATE" => read!(MemberUpdate),
            "PRESENCE_UPDATE" => read!(PresenceUpdate),
            "MESSAGE_CREATE" => read!(MessageCreate),
            "GUILD_ROLE_UPDATE" => read!(RoleUpdate),
            _ => read!(ChannelUpdate),
        }
    }

    fn update(&self, event: &mut Self::Event) {
        self.0.update(&*event);
    }

    fn roles_of(&self, guild: u64, user: u64) -> usize {
        use twilight_model::id::Id;
        // What its permission calculator does for a guild: the member's roles, and each role's permissions.
        let (guild, user) = (Id::new(guild), Id::new(user));
        let Some(member) = self.0.member(guild, user) else { return 0 };
        let roles = member.roles().iter().filter_map(|role| self.0.role(*role));
        roles.map(|role| role.permissions.bits().count_ones() as usize).sum()
    }

    fn member(&self, guild: u64, user: u64) -> bool {
        use twilight_model::id::Id;
        let member = self.0.member(Id::new(guild), Id::new(user)).map(|member| member.value().clone());
        let user = self.0.user(Id::new(user)).map(|user| user.value().clone());
        member.is_some() && user.is_some()
    }
}

#[derive(Clone)]
pub struct Serenity(std::sync::Arc<serenity::cache::Cache>);

pub enum SerenityEvent {
    GuildCreate(serenity::model::event::GuildCreateEvent),
    Member(serenity::model::event::GuildMemberUpdateEvent),
    Presence(serenity::model::event::PresenceUpdateEvent),
    Message(serenity::model::event::MessageCreateEvent),
    Role(serenity::model::event::GuildRoleUpdateEvent),
    Channel(serenity::model::event::ChannelUpdateEvent),
}

impl Contender for Serenity {
    type Event = SerenityEvent;

    fn new(everything: bool) -> Self {
        let mut settings = serenity::cache::Settings::default();
        // A guild has its members, whatever is chosen: this is the least that has roles and channels.
        settings.cache_users = everything;
        settings.max_messages = if everything { 100 } else { 0 };
        Self(serenity::cache::Cache::new_with_settings(settings).into())
    }

    fn read(kind: &str, data: &Value) -> Self::Event {
        let text = data.to_string();
        macro_rules! read {
            ($variant:ident) => {
                SerenityEvent::$variant(serde_json::from_str(&text).unwrap())
            };
        }
        match kind {
            "GUILD_CREATE" => read!(GuildCreate),
            "GUILD_MEMBER_UPDATE" => read!(Member),
            "PRESENCE_UPDATE" => read!(Presence),
            "MESSAGE_CREATE" => read!(Message),
            "GUILD_ROLE_UPDATE" => read!(Role),
            _ => read!(Channel),
        }
    }

    fn update(&self, event: &mut Self::Event) {
        match event {
            SerenityEvent::GuildCreate(event) => drop(self.0.update(event)),
            SerenityEvent::Member(event) => drop(self.0.update(event)),
            SerenityEvent::Presence(event) => drop(self.0.update(event)),
            SerenityEvent::Message(event) => drop(self.0.update(event)),
            SerenityEvent::Role(event) => drop(self.0.update(event)),
            SerenityEvent::Channel(event) => drop(self.0.update(event)),
        }
    }

    fn roles_of(&self, guild: u64, user: u64) -> usize {
        // As for twilight: the member's roles, and each role's permissions.
        let Some(guild) = self.0.guild(guild) else { return 0 };
        let Some(member) = guild.members.get(&user.into()) else { return 0 };
        let roles = member.roles.iter().filter_map(|role| guild.roles.get(role));
        roles.map(|role| role.permissions.bits().count_ones() as usize).sum()
    }

    fn member(&self, guild: u64, user: u64) -> bool {
        // Its members hold their user.
        self.0.member(guild, user).map(|member| member.clone()).is_some()
    }
}

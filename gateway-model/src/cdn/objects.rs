//! The images of objects.

use super::Image;
use crate::application::{Application, Team};
use crate::emoji::{Emoji, PartialEmoji};
use crate::guild::{Guild, Member, Role, ScheduledEvent};
use crate::id::{Id, marker};
use crate::sticker::{Sticker, StickerItem};
use crate::user::{AvatarDecoration, PrimaryGuild, User};

impl User {
    /// The avatar, or the default avatar if the user has none.
    #[must_use]
    pub fn avatar_image(&self) -> Image {
        match &self.avatar {
            Some(avatar) => super::user_avatar(self.id, avatar),
            None => super::default_user_avatar(self.id, self.discriminator),
        }
    }

    /// The banner of the profile.
    #[must_use]
    pub fn banner_image(&self) -> Option<Image> {
        self.banner.as_ref().map(|banner| super::user_banner(self.id, banner))
    }
}

impl Member {
    /// The avatar in this guild; `None` if the member uses the user's avatar.
    #[must_use]
    pub fn avatar_image(&self, guild: Id<marker::Guild>, user: Id<marker::User>) -> Option<Image> {
        self.avatar.as_ref().map(|avatar| super::guild_member_avatar(guild, user, avatar))
    }

    /// The banner in this guild; `None` if the member uses the user's banner.
    #[must_use]
    pub fn banner_image(&self, guild: Id<marker::Guild>, user: Id<marker::User>) -> Option<Image> {
        self.banner.as_ref().map(|banner| super::guild_member_banner(guild, user, banner))
    }
}

impl Guild {
    /// The icon.
    #[must_use]
    pub fn icon_image(&self) -> Option<Image> {
        self.icon.as_ref().map(|icon| super::guild_icon(self.id, icon))
    }

    /// The banner.
    #[must_use]
    pub fn banner_image(&self) -> Option<Image> {
        self.banner.as_ref().map(|banner| super::guild_banner(self.id, banner))
    }

    /// The background of invites.
    #[must_use]
    pub fn splash_image(&self) -> Option<Image> {
        self.splash.as_ref().map(|splash| super::guild_splash(self.id, splash))
    }

    /// The background in discovery.
    #[must_use]
    pub fn discovery_splash_image(&self) -> Option<Image> {
        self.discovery_splash.as_ref().map(|hash| super::guild_discovery_splash(self.id, hash))
    }
}

impl Role {
    /// The icon.
    #[must_use]
    pub fn icon_image(&self) -> Option<Image> {
        self.icon.as_ref().map(|icon| super::role_icon(self.id, icon))
    }
}

impl ScheduledEvent {
    /// The cover.
    #[must_use]
    pub fn cover_image(&self) -> Option<Image> {
        self.image.as_ref().map(|image| super::guild_scheduled_event_cover(self.id, image))
    }
}

impl Application {
    /// The icon.
    #[must_use]
    pub fn icon_image(&self) -> Option<Image> {
        self.icon.as_ref().map(|icon| super::application_icon(self.id, icon))
    }
}

impl Team {
    /// The icon.
    #[must_use]
    pub fn icon_image(&self) -> Option<Image> {
        self.icon.as_ref().map(|icon| super::team_icon(self.id, icon))
    }
}

impl Emoji {
    /// The image of a custom emoji; `None` for a standard one.
    #[must_use]
    pub fn image(&self) -> Option<Image> {
        self.id.map(|id| super::custom_emoji(id, self.animated == Some(true)))
    }
}

impl PartialEmoji {
    /// The image of a custom emoji; `None` for a standard one.
    #[must_use]
    pub fn image(&self) -> Option<Image> {
        self.id.map(|id| super::custom_emoji(id, self.animated == Some(true)))
    }
}

impl Sticker {
    /// The sticker's image; `None` for a format that this version does not know.
    #[must_use]
    pub fn image(&self) -> Option<Image> {
        super::sticker(self.id, self.format_type)
    }
}

impl StickerItem {
    /// The sticker's image; `None` for a format that this version does not know.
    #[must_use]
    pub fn image(&self) -> Option<Image> {
        super::sticker(self.id, self.format_type)
    }
}

impl AvatarDecoration {
    /// The decoration.
    #[must_use]
    pub fn image(&self) -> Image {
        super::avatar_decoration(&self.asset)
    }
}

impl PrimaryGuild {
    /// The badge of the guild's tag.
    #[must_use]
    pub fn badge_image(&self) -> Option<Image> {
        Some(super::guild_tag_badge(self.identity_guild_id?, self.badge.as_ref()?))
    }
}

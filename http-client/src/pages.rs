//! Streams of paginated lists.
//!
//! Docs: [Reference, Snowflake IDs in Pagination](https://docs.discord.com/developers/reference#snowflake-ids-in-pagination).

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use gateway_model::Timestamp;
use gateway_model::audit_log::AuditLogEntry;
use gateway_model::channel::{Channel, ThreadMember};
use gateway_model::guild::{Ban, Member, ScheduledEventUser};
use gateway_model::message::{Message, MessagePin};
use gateway_model::user::{CurrentUserGuild, User};

use crate::answer::{self, Answer, Raw};
use crate::client::Client;
use crate::error::Error;
use crate::ops;
use crate::request::{Operation, Parts, Request};
use crate::send;

/// An operation that returns a list in pages: see [`Request::stream`].
pub trait Paged: Operation {
    /// The type of the list's items.
    type Item: Send + Unpin + 'static;
    /// The maximum number of items in a page.
    const PAGE: u32;
    /// A parameter that must be set, because otherwise Discord returns the whole list or a list that it chooses.
    #[doc(hidden)]
    const PAGED_BY: Option<&'static str> = None;

    /// Returns the items of a page, and whether Discord says that another page follows.
    #[doc(hidden)]
    fn items(page: <Self::Answer as Answer>::Value) -> (Vec<Self::Item>, Option<bool>);

    /// Returns the parameter that requests the next page, and its value.
    #[doc(hidden)]
    fn next(page: &[Self::Item], newer: bool) -> Option<(&'static str, String)>;
}

impl<O: Paged> Request<O> {
    /// Streams the whole list, page by page. The next page is requested when the previous one has been consumed. The
    /// list starts at `before` or `after`, if set. `limit` sets the page size; the default is the largest allowed.
    ///
    /// The stream ends with the list or after the first error. Dropping it cancels the request in progress.
    pub fn stream(self) -> Pages<O> {
        let (client, mut parts) = self.into_parts();
        let limit = parts.query.iter().find(|(name, _)| *name == "limit");
        let size = limit.and_then(|(_, text)| text.parse().ok()).unwrap_or(O::PAGE);
        parts.set_param("limit", &size);
        if let Some(name) = O::PAGED_BY {
            parts.set_param(name, &true);
        }
        Pages { client, parts: Some(parts), size, taken: VecDeque::new(), under_way: None }
    }
}

type Page<O> = Pin<Box<dyn Future<Output = Result<Answered<O>, Error>> + Send>>;

/// The items of a page that could be parsed, whether Discord says that another page follows, and the raw response.
type Answered<O> = (Vec<<O as Paged>::Item>, Option<bool>, Raw);

/// The stream of a paginated list; see [`Request::stream`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<O: Paged> {
    client: Client,
    /// The next request; `None` at the end of the list.
    parts: Option<Parts>,
    size: u32,
    taken: VecDeque<O::Item>,
    under_way: Option<Page<O>>,
}

impl<O: Paged> std::fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("operation", &O::ROUTE.name).finish_non_exhaustive()
    }
}

impl<O: Paged> Pages<O> {
    /// Processes a page and prepares the next request.
    fn arrived(&mut self, (items, more, raw): Answered<O>) {
        let fills = |length: usize| u32::try_from(length).unwrap_or(u32::MAX) >= self.size;
        // Some items may not have been parsed.
        let full = || fills(items.len()) || fills(answer::length(&raw));
        let newer = |parts: &Parts| parts.query.iter().any(|(name, _)| *name == "after");
        let next = match &self.parts {
            Some(parts) if more.unwrap_or_else(full) => O::next(&items, newer(parts)),
            _ => None,
        };
        match (next, &mut self.parts) {
            // A cursor that does not advance would request the same page for ever.
            (Some((name, value)), Some(parts)) if !parts.query.contains(&(name, value.clone())) => {
                parts.set_param(name, &value);
            }
            _ => self.parts = None,
        }
        self.taken.extend(items);
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.taken.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(page) = &mut this.under_way else {
                let Some(parts) = &mut this.parts else { return Poll::Ready(None) };
                let mut request = parts.for_page();
                // An invalid setting is reported once, in place of the first page.
                request.error = parts.error.take();
                let client = this.client.clone();
                this.under_way = Some(Box::pin(async move {
                    let raw = send::send(&client, &mut request).await?;
                    let page = O::Answer::read(raw.clone())
                        .map_err(|error| Error::Decode(Box::new(error.of(O::ROUTE))))?;
                    let (items, more) = O::items(page);
                    Ok((items, more, raw))
                }));
                continue;
            };
            let answer = ready!(page.as_mut().poll(cx));
            this.under_way = None;
            match answer {
                Ok(page) => this.arrived(page),
                Err(error) => {
                    this.parts = None;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

// The stream pins nothing itself.
impl<O: Paged> Unpin for Pages<O> {}

/// Continues after the greatest id of a page, for lists sorted by it.
fn after<T>(page: &[T], id: impl Fn(&T) -> u64) -> Option<(&'static str, String)> {
    page.iter().map(id).max().map(|id| ("after", id.to_string()))
}

/// Continues before the least id of a page, or after the greatest if the caller moves to newer items.
fn either<T>(page: &[T], newer: bool, id: impl Fn(&T) -> u64) -> Option<(&'static str, String)> {
    if newer {
        return after(page, id);
    }
    page.iter().map(id).min().map(|id| ("before", id.to_string()))
}

fn before_time(time: Option<Timestamp>) -> Option<(&'static str, String)> {
    time.map(|time| ("before", time.to_string()))
}

macro_rules! paged {
    ($($operation:ident: $item:ty, $page_size:literal $(by $paged_by:literal)?, |$answer:ident| $items:expr, |$page:ident, $newer:ident| $next:expr;)*) => {
        $(impl Paged for ops::$operation {
            type Item = $item;
            const PAGE: u32 = $page_size;
            $(const PAGED_BY: Option<&'static str> = Some($paged_by);)?

            fn items($answer: <Self::Answer as Answer>::Value) -> (Vec<$item>, Option<bool>) {
                $items
            }

            fn next($page: &[$item], $newer: bool) -> Option<(&'static str, String)> {
                $next
            }
        })*
    };
}

paged! {
    ListMessages: Message, 100, |list| (list, None), |page, newer| either(page, newer, |item| item.id.get());
    ListGuildMembers: Member, 1000, |list| (list, None),
        |page, _newer| after(page, |item| item.user.as_ref().map_or(0, |user| user.id.get()));
    ListGuildBans: Ban, 1000, |list| (list, None), |page, _newer| after(page, |item| item.user.id.get());
    ListGuildAuditLogEntries: AuditLogEntry, 100, |log| (log.audit_log_entries.into(), None),
        |page, newer| either(page, newer, |item| item.id.get());
    ListMessageReactionsByEmoji: User, 100, |list| (list, None), |page, _newer| after(page, |item| item.id.get());
    GetAnswerVoters: User, 100, |voters| (voters.users.into(), None), |page, _newer| after(page, |item| item.id.get());
    ListMyGuilds: CurrentUserGuild, 200, |list| (list, None), |page, _newer| after(page, |item| item.id.get());
    ListGuildScheduledEventUsers: ScheduledEventUser, 100, |list| (list, None),
        |page, _newer| after(page, scheduled_event_user);
    // "Paginated results can be enabled before API v11 by setting with_member to true":
    // https://docs.discord.com/developers/resources/channel#list-thread-members
    ListThreadMembers: ThreadMember, 100 by "with_member", |list| (list, None),
        |page, _newer| after(page, |item| item.user_id.map_or(0, gateway_model::Id::get));
    ListPublicArchivedThreads: Channel, 100, |threads| (threads.threads.into(), Some(threads.has_more)),
        |page, _newer| before_time(archived(page));
    ListPrivateArchivedThreads: Channel, 100, |threads| (threads.threads.into(), Some(threads.has_more)),
        |page, _newer| before_time(archived(page));
    ListMyPrivateArchivedThreads: Channel, 100, |threads| (threads.threads.into(), Some(threads.has_more)),
        |page, _newer| either(page, false, |item| item.id.get());
    ListPins: MessagePin, 50, |pins| (pins.items.into(), Some(pins.has_more)),
        |page, _newer| before_time(page.iter().map(|item| item.pinned_at).min());
}

/// Returns the id of the participant.
fn scheduled_event_user(item: &ScheduledEventUser) -> u64 {
    let id = item.user_id.or_else(|| item.user.as_ref().map(|user| user.id));
    id.map_or(0, gateway_model::Id::get)
}

/// Returns the earliest archive time among the threads of a page.
fn archived(page: &[Channel]) -> Option<Timestamp> {
    page.iter().filter_map(|thread| thread.thread_metadata.as_ref()?.archive_timestamp).min()
}

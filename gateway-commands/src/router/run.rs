//! Runs one interaction: hooks, checks, cooldowns, the handler, and the reporting of its failure.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use gateway_handler::panic_text;
use gateway_model::event::InteractionCreate;
use gateway_model::interaction::{InteractionKind, InteractionResponse};
use http_client::Client;

use super::commands::Commands;
use super::cooldown::take_all;
use super::failure::{Failure, Report};
use super::routes::Routed;
use super::scope::Scope;
use crate::answer::{AnswerError, Call, Context, Front, Guard, Reply};

impl Commands {
    /// Handles an interaction in a separate task.
    pub(crate) fn start(&self, interaction: Arc<InteractionCreate>, rest: Client, front: Front) {
        let (states, marks) = (self.inner.states.clone(), self.waits().marks().clone());
        let ctx = Context::new(Call::new(interaction, rest, states, marks, front));
        let this = self.clone();
        self.inner.running.spawn(async move { this.handle(ctx).await });
    }

    async fn handle(&self, ctx: Context) {
        if ctx.interaction().kind == InteractionKind::ApplicationCommandAutocomplete {
            return self.complete(ctx).await;
        }
        let found = self.inner.routes.find(ctx.interaction());
        let defer = found.as_ref().map_or(self.inner.scope.defer, |routed| routed.scope.defer);
        let guard = Guard { after: self.inner.defer_after, defer };
        let guard = tokio::spawn(guard.watch(ctx.clone()));
        let waits = self.waits();
        // An interaction without a handler may be for a wait that starts right after its message was sent.
        if waits.offer(&ctx) || (found.is_err() && waits.hold(&ctx).await) {
            return;
        }
        match found {
            Ok(routed) => routed.handle(&ctx).await,
            Err(what) => {
                self.inner.scope.fail(&ctx, &what, Failure::NoHandler(what.clone())).await;
            }
        }
        // If it was answered, no deferral is in progress any more.
        if ctx.is_answered().await {
            guard.abort();
        }
    }

    /// Sends the suggestions of autocomplete: none if they fail or take too long, because such an interaction cannot be
    /// deferred.
    async fn complete(&self, ctx: Context) {
        let routed = self.inner.routes.find(ctx.interaction()).ok();
        let complete = routed.and_then(|routed| routed.entry.complete);
        let proposing = async { Some(complete?(&ctx)?.await) };
        let until = ctx.received() + self.inner.defer_after;
        let proposing = tokio::time::timeout_at(until, AssertUnwindSafe(proposing).catch_unwind());
        let choices = match proposing.await {
            Ok(Ok(choices)) => choices.unwrap_or_default(),
            Ok(Err(panic)) => {
                tracing::error!(panic = panic_text(&*panic), "autocomplete panicked");
                Vec::new()
            }
            Err(_) => {
                tracing::warn!("autocomplete was too slow");
                Vec::new()
            }
        };
        if let Err(error) = ctx.respond(InteractionResponse::autocomplete(choices)).await {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "could not send the suggestions of autocomplete");
        }
    }
}

impl Routed {
    async fn handle(&self, ctx: &Context) {
        let handled = AssertUnwindSafe(self.run(ctx)).catch_unwind().await;
        let failure = match handled.unwrap_or_else(|panic| Err(of_panic(&*panic))) {
            Ok(()) => None,
            Err(failure) => Some(self.scope.fail(ctx, self.entry.name, failure).await),
        };
        let report = Report { failure, took: ctx.received().elapsed() };
        for hook in &self.scope.after {
            let hook = hook.call(ctx.clone(), report.clone());
            if let Err(panic) = AssertUnwindSafe(hook).catch_unwind().await {
                of_panic(&*panic).log(self.entry.name);
            }
        }
    }

    async fn run(&self, ctx: &Context) -> Result<(), Failure> {
        for hook in &self.scope.before {
            hook.call(ctx.clone()).await;
        }
        for check in &self.scope.checks {
            check.call(ctx.clone()).await.map_err(Failure::of_check)?;
        }
        take_all(&self.scope.cooldowns, self.entry.name, ctx)
            .map_err(|remaining| Failure::Cooldown { remaining })?;
        (self.entry.run)(ctx.clone()).await?;
        match ctx.acknowledge().await {
            Err(AnswerError::NoMessage) => Err(Failure::Unanswered),
            _ => Ok(()),
        }
    }
}

impl Scope {
    /// Logs a failure and informs the user.
    async fn fail(&self, ctx: &Context, name: &str, failure: Failure) -> Arc<Failure> {
        failure.log(name);
        let failure = Arc::new(failure);
        if let Some(handler) = &self.on_error {
            let handled = handler.call(ctx.clone(), Arc::clone(&failure));
            if let Err(panic) = AssertUnwindSafe(handled).catch_unwind().await {
                of_panic(&*panic).log(name);
            }
        }
        if self.on_error.is_none() || !ctx.is_answered().await {
            let told = ctx.reply(Reply::from(failure.user_text()).ephemeral()).await;
            if let Err(error) = told {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(name, error, "could not inform the user of a failure");
            }
        }
        failure
    }
}

fn of_panic(panic: &(dyn Any + Send)) -> Failure {
    Failure::Panic(panic_text(panic))
}

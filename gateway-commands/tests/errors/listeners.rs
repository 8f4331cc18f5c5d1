use std::sync::Arc;

use gateway_shard::model::event::MessageCreate;
use gateway_shard::{Bot, Context};

async fn returns_a_number(_: Context, _: Arc<MessageCreate>) -> u8 {
    7
}

async fn takes_no_state(_: Context, _: Arc<MessageCreate>, _: String) {}

async fn takes_the_event_itself(_: Context, _: MessageCreate) {}

fn main() {
    let mut bot = Bot::new();
    bot.listener(returns_a_number);
    bot.listener(takes_no_state);
    bot.listener(takes_the_event_itself);
    bot.on::<MessageCreate>(|_, _| async { 7 });
}

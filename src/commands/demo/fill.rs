//! `vigie demo --fill-only`: a store to serve later, for measuring and for trying.

use std::process::ExitCode;

use crate::cli::DemoArgs;
use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::ManagerId;
use crate::io::clock;
use crate::server::caller::{Caller, Scope};
use crate::server::demo::{self, Filling};
use crate::server::store::{NewToken, draw_secret};

use super::super::output::show;
use super::super::store::{Place, block_on, complain};
use super::start::{MANAGER, filling};

pub(super) fn run(args: &DemoArgs) -> ExitCode {
    match Place::of(&args.store) {
        Ok(place) => block_on(fill(args, &place)),
        Err(code) => code,
    }
}

async fn fill(args: &DemoArgs, place: &Place) -> Result<(), ExitCode> {
    let store = place.open_or_make().await?;
    let told = |why| place.failed(&why);
    if store.meta().await.map_err(told)?.changed > 0 {
        complain(&place.words.say_with("demo-not-empty", &[("directory", place.shown().into())]));
        return Err(ExitCode::FAILURE);
    }
    let filling: Filling = filling(args.tickets, args.seed);
    demo::fill(&store, &filling, clock::wall()).await.map_err(told)?;
    let secret = draw_secret();
    let token = NewToken {
        name: "demonstration".into(),
        role: Role::Manager,
        manager: Some(ManagerId::new(MANAGER)),
        scope: Scope::All,
        expires_at: None,
    };
    let owner = Caller::owner_of_the_store();
    store.create_token(&owner, &secret, &token, clock::wall()).await.map_err(told)?;
    let tickets = store.meta().await.map_err(told)?.changed;
    let data = [("directory", place.shown().into()), ("tickets", tickets.to_string().into())];
    complain(&place.words.say_with("demo-filled", &data));
    let shown = show(&secret);
    if let Err(why) = &shown {
        store.withdraw_token(&owner, &secret, clock::wall()).await.map_err(told)?;
        let data = [("name", token.name.shown().into()), ("why", why.to_string().into())];
        complain(&place.words.say_with("token-not-shown", &data));
    }
    store.close().await;
    shown.map_err(|_it_is_told| ExitCode::FAILURE)?;
    complain(&place.words.say_with("demo-serve", &data));
    Ok(())
}

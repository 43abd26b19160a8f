//! The one table of routes for pages and programs. Whoever adds a route adds a row to its module's list, and a new
//! module one line here.

use bytes::Bytes;
use hyper::Response;

use super::{Body, Call, Class, Fault, Reply, Route, Who};
use super::{
    account, bots, conversations, files, hooks, invites, members, messages, people, preview, resets, search, session,
    staff,
};

/// All rows.
#[must_use]
pub fn routes() -> Vec<Route> {
    let modules = [
        about(),
        sockets(),
        session::routes(),
        account::routes(),
        resets::routes(),
        people::routes(),
        conversations::routes(),
        messages::routes(),
        members::routes(),
        files::routes(),
        preview::routes(),
        invites::routes(),
        search::routes(),
        bots::routes(),
        hooks::routes(),
        staff::routes(),
    ];
    modules.into_iter().flatten().collect()
}

fn about() -> Vec<Route> {
    vec![Route::get("/api/openapi.json", Who::Anyone, Class::Read, openapi).says("This description, as OpenAPI 3.1.")]
}

/// Two names for one door: the app's own, and the one that the contract for programs gives.
fn sockets() -> Vec<Route> {
    const ABOUT: &str = "Everything that happens, on a WebSocket that speaks the app protocol (docs/protocols/app.md).";
    vec![
        Route::socket("/api/v1/events", Class::Read).says(ABOUT),
        Route::socket("/api/v1/socket", Class::Read).says(ABOUT),
    ]
}

async fn openapi(call: Call) -> Result<Response<Body>, Fault> {
    let document: Bytes = call.house.router.openapi();
    Ok(Reply::of(200, "application/json", document))
}

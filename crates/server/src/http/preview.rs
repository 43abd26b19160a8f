//! `/api/v1/preview`: what a page says of itself, asked by the house.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;

use super::{Call, Class, Fault, Given, Route, Who};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/preview", Who::Person, Class::Search, preview)
            .says("What a public page says of itself, if the operator lets the house ask."),
    ]
}

/// Which page.
#[derive(Debug, Deserialize, JsonSchema)]
struct Wanted {
    /// Its address.
    url: String,
}

/// What a page says of itself.
#[derive(Debug, Serialize, JsonSchema)]
struct PreviewView {
    /// Its address, as it was asked for.
    url: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// What it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<String>,
}

async fn preview(call: Call<Wanted>) -> Result<Given<PreviewView>, Fault> {
    if !call.house.config.previews {
        return Err(Fault::error(403, "previews_off", "This house does not look up pages."));
    }
    // The table wants a credential; whether it opens anything only the hub can tell.
    let command = Command::WhoAmI { token: call.token()? };
    match call.house.hub.request(command).await.as_deref() {
        Some(Event::Registered(_)) => {}
        other => return Err(Fault::of(other)),
    }
    let url = call.query.url;
    let Some(said) = call.house.previews.look(&url).await? else {
        return Err(Fault::error(422, "no_preview", "There is no preview of this page."));
    };
    Ok(Given::ok(PreviewView {
        url,
        title: said.title,
        description: said.description,
        site: said.site,
    }))
}

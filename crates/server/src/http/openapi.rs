//! The description of the API (OpenAPI 3.1), made from the table of routes and the schemas of its types.

use std::fmt::Write as _;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use teahouse_wire::app::{ClientMessage, ErrorView, ServerMessage};

use super::route::{Handler, Route, Who};
use crate::config::Limits;

/// What a stranger reads first.
const ABOUT: &str = "Everything that the app can do, for programs. Send `Authorization: Bearer TOKEN`; the token of a bot \
    is printed by `teahouse bot create NAME`. Times are milliseconds since 1970 UTC, ids are 13 characters. Every \
    refusal is an `ErrorView` whose `code` never changes its meaning; with status 429 `retry_after` says how many \
    seconds to wait. What happens is told on the WebSocket of `/api/v1/events`: each text frame of the house is a \
    `ServerMessage`, each of the client's a `ClientMessage`.";

/// The document, as it is committed and served.
pub(super) fn document(routes: &[Route]) -> String {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation(route, &mut schemas);
    }
    schemas.subschema_for::<ClientMessage>();
    schemas.subschema_for::<ServerMessage>();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Teahouse",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A bot's token, or that of a session." },
                "cookie": {
                    "type": "apiKey", "in": "cookie", "name": "__Host-th",
                    "description": "A page's session; `th` over plain HTTP. Counts only with the house's own `Origin`.",
                },
            },
        },
    });
    let mut text = serde_json::to_string_pretty(&document).expect("values are JSON");
    text.push('\n');
    text
}

fn operation(route: &Route, schemas: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": id(route),
        "summary": route.about.split_inclusive(['.', ';']).next().unwrap_or_default().trim_end_matches(['.', ';']),
        "description": description(route),
        "tags": [tag(route.path)],
        "parameters": parameters(route, schemas),
        "responses": responses(route, schemas),
    });
    let content: Map<String, Value> = (route.shape.body)(schemas)
        .into_iter()
        .map(|(kind, schema)| (kind.to_owned(), json!({ "schema": schema })))
        .collect();
    if !content.is_empty() {
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    operation["security"] = match route.who {
        Who::Anyone | Who::Visitor => json!([]),
        Who::Person | Who::Account | Who::Staff => json!([{ "token": [] }, { "cookie": [] }]),
    };
    operation
}

/// `GET /api/v1/conversations/{conversation}/messages` is `get_conversations_by_conversation_messages`.
fn id(route: &Route) -> String {
    let mut id = route.method.as_str().to_ascii_lowercase();
    // The same door may stand at the root too.
    let path = route
        .path
        .strip_prefix("/api/")
        .map_or_else(|| format!("root{}", route.path), str::to_owned);
    for segment in path
        .strip_prefix("v1/")
        .unwrap_or(&path)
        .split('/')
        .filter(|segment| !segment.is_empty())
    {
        let name = segment.trim_matches(['{', '}']).replace(['.', '-'], "_");
        let by = if segment.starts_with('{') { "by_" } else { "" };
        let _ = write!(id, "_{by}{name}");
    }
    id
}

fn tag(path: &str) -> &str {
    let path = path.strip_prefix("/api/").unwrap_or(path).trim_start_matches('/');
    let path = path.strip_prefix("v1/").unwrap_or(path);
    path.split(['/', '.']).next().unwrap_or_default()
}

fn description(route: &Route) -> String {
    let may = match route.who {
        Who::Anyone | Who::Visitor => "Open to everybody.",
        Who::Person => "For everybody with a session or token.",
        Who::Account => "For people with an account and for bots.",
        Who::Staff => "For admins and the owner.",
    };
    let setting = route.class.setting();
    let rate = Limits::default_text(setting).expect("every class has its setting");
    format!("{} {may} Rate: {rate} (setting `limits.{setting}`).", route.about)
}

fn parameters(route: &Route, schemas: &mut SchemaGenerator) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|segment| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        Some(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
    });
    let mut parameters: Vec<Value> = in_path.collect();
    let query = (route.shape.query)(schemas).to_value();
    let required = query["required"].as_array().cloned().unwrap_or_default();
    for (name, schema) in query["properties"].as_object().into_iter().flatten() {
        parameters.push(json!({
            "name": name, "in": "query", "schema": schema,
            "required": required.iter().any(|required| required == name),
        }));
    }
    parameters
}

fn responses(route: &Route, schemas: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    for status in route.statuses {
        let mut response = json!({ "description": meaning(*status) });
        if let Some((kind, schema)) = (route.shape.answer)(schemas).filter(|_| *status < 300) {
            response["content"] = json!({ kind: { "schema": schema } });
        }
        responses.insert(status.to_string(), response);
    }
    if matches!(route.handler, Handler::Socket) {
        responses.insert(
            "426".into(),
            json!({ "description": "The request asks for no WebSocket." }),
        );
    }
    let refusal = json!({
        "description": "A refusal; its `code` says why.",
        "headers": { "Retry-After": { "description": "Seconds, with status 429.", "schema": { "type": "integer" } } },
        "content": { "application/json": { "schema": schemas.subschema_for::<ErrorView>() } },
    });
    responses.insert("default".into(), refusal);
    Value::Object(responses)
}

fn meaning(status: u16) -> &'static str {
    match status {
        101 => "A WebSocket.",
        200 => "Here it is.",
        201 => "It was made.",
        202 => "It was taken.",
        204 => "Done.",
        206 => "The part asked for.",
        304 => "As you know it.",
        _ => "As asked.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_by_method_and_path() {
        let routes = crate::http::routes();
        let mut names: Vec<String> = routes.iter().map(id).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "two operations share a name");
        assert!(names.contains(&"get_openapi_json".to_owned()), "{names:?}");
    }

    #[test]
    fn every_row_says_what_it_is_for() {
        for route in crate::http::routes() {
            assert!(route.about.ends_with('.'), "{} {}", route.method, route.path);
        }
    }
}

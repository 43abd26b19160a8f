//! One request to a route, parsed: what its handler is given.

use std::str::FromStr;
use std::sync::Arc;

use hyper::header::HeaderMap;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::record::TokenHash;
use teahouse_core::refusal::Refusal;

use super::payload::{Nothing, Payload};
use super::route::Received;
use super::{Credential, Fault};
use crate::house::House;
use crate::proxy::Visitor;

/// The values of a path's parameters, by name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(&'static str, String)>);

impl Parameters {
    /// Adds a segment as it stood in the path. One that is no UTF-8 becomes none that means anything.
    pub(super) fn push(&mut self, name: &'static str, segment: &str) {
        self.0
            .push((name, percent_decode_str(segment).decode_utf8_lossy().into_owned()));
    }
}

/// A request to a route. `Q` is its query, `B` its body.
pub struct Call<Q = (), B = ()> {
    /// The house.
    pub house: Arc<House>,
    /// Who asks, a proxy looked through.
    pub visitor: Visitor,
    /// What shows whose request it is. There at every route that is not open to visitors.
    pub credential: Option<Credential>,
    /// Its header lines.
    pub headers: HeaderMap,
    /// Its query.
    pub query: Q,
    /// Its body.
    pub body: B,
    parameters: Parameters,
}

impl<Q: DeserializeOwned, B: Payload> Call<Q, B> {
    pub(super) async fn read(received: Received) -> Result<Self, Fault> {
        let (head, body) = received.request.into_parts();
        let query = serde_urlencoded::from_str(head.uri.query().unwrap_or_default());
        let query = query.map_err(|why| Fault::unreadable(&why))?;
        let body = B::read(&head.headers, body, received.limit).await?;
        Ok(Call {
            house: received.house,
            visitor: received.visitor,
            credential: received.credential,
            headers: head.headers,
            query,
            body,
            parameters: received.parameters,
        })
    }
}

impl<Q, B> Call<Q, B> {
    /// The token's hash.
    ///
    /// # Errors
    /// The request has none.
    pub fn token(&self) -> Result<TokenHash, Fault> {
        let credential = self.credential.ok_or(Refusal::NotSignedIn)?;
        Ok(credential.token)
    }

    /// Asks the hub in the name of the token's person.
    ///
    /// # Errors
    /// The hub refuses, or the house stops.
    pub async fn ask(&self, command: Command) -> Result<Arc<Event>, Fault> {
        match self.house.hub.request_as(self.token()?, command).await {
            Some(event) => match &*event {
                Event::Refused(refusal) => Err(refusal.clone().into()),
                _ => Ok(event),
            },
            None => Err(Fault::stopping()),
        }
    }

    /// Asks for something that is answered by its being done.
    ///
    /// # Errors
    /// As [`Call::ask`].
    pub async fn carry_out(&self, command: Command) -> Result<Nothing, Fault> {
        self.ask(command).await.map(|_| Nothing::default())
    }

    /// The text of a path parameter.
    ///
    /// # Panics
    /// The route's path has none of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        let found = self.parameters.0.iter().find(|(known, _)| *known == name);
        &found.expect("the row's path names its parameters").1
    }

    /// A path parameter, parsed: an id, mostly.
    ///
    /// # Errors
    /// It is none: then nothing is at this address.
    ///
    /// # Panics
    /// The route's path has none of this name.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, Fault> {
        self.text(name).parse().map_err(|_| Fault::not_found())
    }
}

//! One row of the table of routes: what is asked, who may, how often, how much, and who answers.

use std::pin::Pin;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::{Method, Request, Response};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;

use super::call::{Call, Parameters};
use super::payload::{Answer, Payload};
use super::{Body, Class, Credential, Fault};
use crate::house::House;
use crate::proxy::Visitor;

/// The largest body where a row says nothing else: a text message in its widest spelling.
const USUAL_BODY: usize = 128 * 1024;

/// Who may use a route. What a person may do within one, the core's table of permissions says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody from everywhere: no cookie is looked at, and no origin.
    Anyone,
    /// People on their way in, from the house's own pages or a program.
    Visitor,
    /// Whoever has a session, bots and guests too.
    Person,
    /// People with an account; guests first make one.
    Account,
    /// The house's admins and its owner.
    Staff,
}

/// What is known of a request besides its query and body.
pub(super) struct Received {
    pub(super) house: Arc<House>,
    pub(super) visitor: Visitor,
    pub(super) credential: Option<Credential>,
    pub(super) parameters: Parameters,
    pub(super) request: Request<Incoming>,
    pub(super) limit: usize,
}

type Answering = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// How a route is answered.
pub(super) enum Handler {
    /// By a function.
    Call(Box<dyn Fn(Received) -> Answering + Send + Sync>),
    /// By becoming a connection of the app.
    Socket,
}

/// The schemas of a route.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) query: fn(&mut SchemaGenerator) -> Schema,
    pub(super) body: fn(&mut SchemaGenerator) -> Vec<(&'static str, Schema)>,
    pub(super) answer: fn(&mut SchemaGenerator) -> Option<(&'static str, Schema)>,
}

/// One row.
pub struct Route {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) who: Who,
    pub(super) class: Class,
    pub(super) limit: usize,
    pub(super) about: &'static str,
    pub(super) statuses: &'static [u16],
    pub(super) shape: Shape,
    pub(super) handler: Handler,
}

impl Route {
    /// A row: `path` has its parameters in braces, `handler` takes the parsed request.
    pub fn new<Q, B, A, F, R>(method: Method, path: &'static str, who: Who, class: Class, handler: F) -> Route
    where
        Q: DeserializeOwned + JsonSchema + Send + 'static,
        B: Payload,
        A: Answer,
        F: Fn(Call<Q, B>) -> R + Send + Sync + Copy + 'static,
        R: Future<Output = Result<A, Fault>> + Send + 'static,
    {
        let answer = move |received: Received| -> Answering {
            Box::pin(async move {
                let call = match Call::read(received).await {
                    Ok(call) => call,
                    Err(fault) => return fault.response(),
                };
                match handler(call).await {
                    Ok(answer) => answer.response(),
                    Err(fault) => fault.response(),
                }
            })
        };
        Route {
            method,
            path,
            who,
            class,
            limit: USUAL_BODY,
            about: "",
            statuses: A::STATUSES,
            shape: Shape {
                query: Q::json_schema,
                body: B::described,
                answer: A::described,
            },
            handler: Handler::Call(Box::new(answer)),
        }
    }

    /// A row whose connections go on as the app's socket.
    pub fn socket(path: &'static str, class: Class) -> Route {
        Route {
            method: Method::GET,
            path,
            who: Who::Person,
            class,
            limit: 0,
            about: "",
            statuses: &[101],
            shape: Shape {
                query: <()>::json_schema,
                body: <() as Payload>::described,
                answer: |_| None,
            },
            handler: Handler::Socket,
        }
    }

    /// With a sentence that says what it is for; it becomes the description in the OpenAPI document.
    #[must_use]
    pub fn says(mut self, about: &'static str) -> Route {
        self.about = about;
        self
    }

    /// With the statuses of good answers, where they are not the usual one.
    #[must_use]
    pub fn answers(mut self, statuses: &'static [u16]) -> Route {
        self.statuses = statuses;
        self
    }

    /// With another limit of its body, in bytes.
    #[must_use]
    pub fn up_to(mut self, limit: usize) -> Route {
        self.limit = limit;
        self
    }
}

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)+) => {
        impl Route {$(
            $(#[$doc])*
            pub fn $name<Q, B, A, F, R>(path: &'static str, who: Who, class: Class, handler: F) -> Route
            where
                Q: DeserializeOwned + JsonSchema + Send + 'static,
                B: Payload,
                A: Answer,
                F: Fn(Call<Q, B>) -> R + Send + Sync + Copy + 'static,
                R: Future<Output = Result<A, Fault>> + Send + 'static,
            {
                Route::new(Method::$method, path, who, class, handler)
            }
        )+}
    };
}

methods! {
    /// A row that looks something up.
    get = GET;
    /// A row that makes something.
    post = POST;
    /// A row that sets something, as often as one likes.
    put = PUT;
    /// A row that changes something.
    patch = PATCH;
    /// A row that ends something.
    delete = DELETE;
}

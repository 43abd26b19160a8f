//! From a method and a path to the row that answers it.

use std::collections::BTreeMap;

use bytes::Bytes;
use hyper::Method;

use super::call::Parameters;
use super::openapi;
use super::route::Route;

/// All rows, as a tree of path segments, with their description.
pub struct Router {
    routes: Vec<Route>,
    root: Node,
    openapi: Bytes,
}

/// One place in the tree: what may follow, and which rows end here.
#[derive(Default)]
struct Node {
    fixed: BTreeMap<&'static str, Node>,
    parameter: Option<(&'static str, Box<Node>)>,
    rows: Vec<usize>,
}

/// What stands at a path.
pub(super) enum Found<'a> {
    Route(&'a Route, Parameters),
    WrongMethod { allow: String },
    Nothing,
}

impl Router {
    /// A router over these rows.
    ///
    /// # Panics
    /// Two rows stand at the same place: the table is the program's own.
    #[must_use]
    pub fn new(routes: Vec<Route>) -> Router {
        let mut root = Node::default();
        for (index, route) in routes.iter().enumerate() {
            let node = route.path.split('/').skip(1).fold(&mut root, Node::child);
            let is_taken = node.rows.iter().any(|&other| routes[other].method == route.method);
            assert!(!is_taken, "two rows for {} {}", route.method, route.path);
            node.rows.push(index);
        }
        let openapi = openapi::document(&routes).into();
        Router { routes, root, openapi }
    }

    /// The description of all rows that are there for programs, as JSON.
    #[must_use]
    pub fn openapi(&self) -> Bytes {
        self.openapi.clone()
    }

    pub(super) fn find(&self, method: &Method, path: &str) -> Found<'_> {
        let mut parameters = Parameters::default();
        let mut node = &self.root;
        for segment in path.split('/').skip(1) {
            node = match (node.fixed.get(segment), &node.parameter) {
                (Some(fixed), _) => fixed,
                (None, Some((name, child))) if !segment.is_empty() => {
                    parameters.push(name, segment);
                    child
                }
                _ => return Found::Nothing,
            };
        }
        let here = || node.rows.iter().map(|&row| &self.routes[row]);
        // RFC 9110 §9.3.2: HEAD is GET without the content, which hyper leaves away.
        let asked = if *method == Method::HEAD { &Method::GET } else { method };
        match here().find(|route| route.method == *asked) {
            Some(route) => Found::Route(route, parameters),
            None if node.rows.is_empty() => Found::Nothing,
            None => Found::WrongMethod {
                allow: allow(here().map(|route| &route.method)),
            },
        }
    }
}

impl Node {
    fn child(&mut self, segment: &'static str) -> &mut Node {
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return self.fixed.entry(segment).or_default();
        };
        let (known, child) = self.parameter.get_or_insert_with(|| (name, Box::default()));
        assert_eq!(*known, name, "one place has one name");
        child
    }
}

fn allow<'a>(methods: impl Iterator<Item = &'a Method>) -> String {
    let mut names: Vec<&str> = methods.map(Method::as_str).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    names.sort_unstable();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::{Found, Router};
    use crate::http::route::{Route, Who};
    use crate::http::{Call, Class, Fault, Nothing};

    async fn nothing(_: Call) -> Result<Nothing, Fault> {
        Ok(Nothing::default())
    }

    fn router() -> Router {
        Router::new(vec![
            Route::get("/a/{id}", Who::Anyone, Class::Read, nothing),
            Route::delete("/a/{id}", Who::Anyone, Class::Read, nothing),
            Route::get("/a/fixed", Who::Anyone, Class::Read, nothing),
            Route::get("/a/{id}/b/{emoji}", Who::Anyone, Class::Read, nothing),
        ])
    }

    fn found(method: &Method, path: &str) -> String {
        match router().find(method, path) {
            Found::Route(route, parameters) => format!("{} {parameters:?}", route.path),
            Found::WrongMethod { allow } => allow,
            Found::Nothing => "nothing".into(),
        }
    }

    #[test]
    fn a_path_finds_its_row_and_a_fixed_segment_counts_before_a_parameter() {
        assert_eq!(found(&Method::GET, "/a/fixed"), "/a/fixed Parameters([])");
        assert_eq!(found(&Method::GET, "/a/x"), r#"/a/{id} Parameters([("id", "x")])"#);
        assert_eq!(found(&Method::HEAD, "/a/x"), r#"/a/{id} Parameters([("id", "x")])"#);
        let emoji = found(&Method::GET, "/a/x/b/%F0%9F%8D%B5");
        assert_eq!(emoji, r#"/a/{id}/b/{emoji} Parameters([("id", "x"), ("emoji", "🍵")])"#);
    }

    #[test]
    fn another_method_hears_which_there_are_and_another_path_nothing() {
        assert_eq!(found(&Method::POST, "/a/x"), "DELETE, GET, HEAD");
        for path in [
            "/",
            "/a",
            "/a/",
            "/a/x/",
            "/a/x/b",
            "/a/x/b/",
            "/a//b/y",
            "//a/x",
            "/a/x/b/c/d",
        ] {
            assert_eq!(found(&Method::GET, path), "nothing", "{path}");
        }
    }
}

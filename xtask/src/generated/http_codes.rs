//! The codes that only HTTP knows: of requests that never reach the core.

/// Each code with its status and its sentence.
pub const HTTP_CODES: &[(&str, u16, &str)] = &[
    (
        "bad_request",
        400,
        "The request cannot be read; the sentence says where.",
    ),
    (
        "foreign_host",
        403,
        "The house was addressed by a name that is not its own.",
    ),
    (
        "broken_media",
        422,
        "The file begins as a picture or film and does not go on as one.",
    ),
    ("foreign_origin", 403, "The page that asks is of a foreign origin."),
    ("missing_origin", 403, "The request says no origin where it must."),
    ("no_preview", 422, "There is no preview of this page."),
    ("no_websocket", 400, "This address takes WebSocket connections."),
    ("not_found", 404, "There is nothing at this address."),
    ("previews_off", 403, "This house does not look up pages."),
    ("stopping", 503, "The house is stopping; try again in a moment."),
    ("too_large", 413, "The request is too large."),
    ("too_slow", 408, "The request did not come to its end in time."),
    (
        "wrong_hash",
        422,
        "The bytes that came are not those that were announced; begin again.",
    ),
    ("wrong_method", 405, "This address does not take this method."),
    ("wrong_offset", 409, "The house is at another offset."),
    (
        "wrong_type",
        415,
        "Parts of a file are sent as application/offset+octet-stream.",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use teahouse_core::refusal::Refusal;

    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn every_code_that_the_server_answers_with_is_on_the_page() {
        let known: BTreeSet<&str> = HTTP_CODES
            .iter()
            .map(|(code, ..)| *code)
            .chain(Refusal::ALL.iter().map(|(code, _)| *code))
            .collect();
        let mut said = BTreeSet::new();
        collect(&Workspace::here().path("crates/server/src"), &mut said);
        assert!(
            said.contains("not_found"),
            "the answers are found in the sources: {said:?}"
        );
        let unknown: Vec<_> = said.iter().filter(|code| !known.contains(code.as_str())).collect();
        assert!(unknown.is_empty(), "missing in HTTP_CODES: {unknown:?}");
    }

    /// Collects `X` of each `error(STATUS, "X", …)`.
    fn collect(folder: &Path, said: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, said);
                continue;
            }
            let text = fs::read_to_string(&path).expect("sources are text");
            for call in text.split("::error(").skip(1) {
                let mut words = call.splitn(4, ['"', ',']);
                let is_status = words.next().is_some_and(|status| status.trim().parse::<u16>().is_ok());
                if is_status && words.next().is_some_and(|gap| gap.trim().is_empty()) {
                    said.extend(words.next().map(str::to_owned));
                }
            }
        }
    }
}

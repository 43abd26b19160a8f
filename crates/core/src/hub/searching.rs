//! Searching messages: the hub says for whom, the store finds.

use super::messaging::By;
use super::{Hub, Pending};
use crate::effect::StoreRequest;
use crate::record::{HitCursor, Query};
use crate::refusal::Refusal;

/// A page of hits at most.
const MAX_HITS_PAGE: u16 = 100;

impl Hub {
    pub(super) fn search(
        &mut self,
        by: By,
        query: Query,
        before: Option<HitCursor>,
        limit: u16,
    ) -> Result<(), Refusal> {
        let has_words = !query.text.trim().is_empty();
        let has_condition = query.room.is_some()
            || query.author.is_some()
            || query.since.is_some()
            || query.until.is_some()
            || query.kind.is_some();
        if query.text.len() > Query::MAX_TEXT || !(has_words || has_condition) {
            return Err(Refusal::BadValue);
        }
        let request = StoreRequest::Search {
            user: by.user,
            query,
            before,
            limit: limit.clamp(1, MAX_HITS_PAGE),
        };
        self.ask_store(request, Pending::Found { by });
        Ok(())
    }
}

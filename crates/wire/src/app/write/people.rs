//! Events about people, accounts and ways in → messages.

use teahouse_core::effect::RequestId;
use teahouse_core::event::Event;

use super::super::message::*;
use super::view;

/// The message of an event about people; `None` if it is about something else, or not told here.
pub(super) fn message(re: Option<RequestId>, event: &Event) -> Option<ServerMessage> {
    let answers = re.unwrap_or_default();
    Some(match event {
        Event::AccountChanged(account) => ServerMessage::AccountChanged(AccountChanged {
            re,
            you: view::profile(&account.profile),
            account: view::account(account),
        }),
        Event::ContactChanged { person, contact } => ServerMessage::ContactChanged(ContactChanged {
            re,
            contact: view::contact(person, contact),
        }),
        Event::ContactsListed(contacts) => ServerMessage::ContactsPage(ContactsPage {
            re: answers,
            contacts: contacts
                .iter()
                .map(|(person, contact)| view::contact(person, contact))
                .collect(),
        }),
        Event::HooksListed(hooks) => ServerMessage::HooksPage(HooksPage {
            re: answers,
            hooks: hooks.iter().map(view::hook).collect(),
        }),
        Event::InviteShown {
            room,
            by,
            needs_approval,
            is_member,
        } => ServerMessage::InviteShown(InviteShown {
            re: answers,
            room: room.as_ref().map(view::room_facts),
            by: view::profile(by),
            needs_approval: *needs_approval,
            is_member: *is_member,
        }),
        Event::InvitesListed(invites) => ServerMessage::InvitesPage(InvitesPage {
            re: answers,
            invites: invites.iter().map(view::invite).collect(),
        }),
        Event::JoinRequested { room, person } => ServerMessage::JoinRequestMade(JoinRequestMade {
            room: room.to_string(),
            person: view::profile(person),
        }),
        Event::JoinRequestsListed { room, requests } => ServerMessage::JoinRequestsPage(JoinRequestsPage {
            re: answers,
            room: room.to_string(),
            requests: requests
                .iter()
                .map(|(request, person)| JoinRequest {
                    person: view::profile(person),
                    at: request.at.0,
                })
                .collect(),
        }),
        Event::PeopleListed { people, more } => ServerMessage::PeopleListed(PeopleListed {
            re: answers,
            people: people.iter().map(view::person_row).collect(),
            more: *more,
        }),
        Event::PeopleFound(people) => ServerMessage::PeoplePage(PeoplePage {
            re: answers,
            people: people.iter().map(|found| view::profile(&found.profile)).collect(),
            found_by: people.iter().map(view::found_by).collect(),
        }),
        Event::PeopleRead(people) => ServerMessage::PeoplePage(PeoplePage {
            re: answers,
            people: people.iter().map(view::profile).collect(),
            found_by: Vec::new(),
        }),
        Event::PersonChanged(person) => ServerMessage::PersonChanged(PersonChanged {
            person: view::profile(person),
        }),
        Event::SessionsListed { sessions, current } => ServerMessage::SessionsPage(SessionsPage {
            re: answers,
            sessions: sessions.iter().map(|session| view::device(session, *current)).collect(),
        }),
        Event::UsageRead { used, quota, max_size } => ServerMessage::UsageTold(UsageTold {
            re: answers,
            used: *used,
            quota: *quota,
            max_size: *max_size,
        }),
        _ => return None,
    })
}

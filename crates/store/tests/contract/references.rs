//! What messages refer to: other messages, people, files.

use teahouse_core::effect::{NewBody, StoreRequest};
use teahouse_core::id::{FileId, MessageId, RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, FileFacts, Forwarded, Mentions, Message, Quote, Seq, Words};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    an_answer_quotes_the_message_that_it_answers
    what_is_not_there_or_taken_back_cannot_be_answered
    a_long_text_is_quoted_by_its_beginning
    mentions_and_files_are_read_back_in_their_order
    only_ones_own_complete_files_can_be_sent
    a_message_passed_on_names_who_wrote_it_first
    what_one_cannot_read_cannot_be_passed_on
    words_passed_on_cannot_be_edited
    a_retry_of_a_reference_finds_its_message
}

const FILE: FileId = FileId(u64::MAX);
const OTHER_FILE: FileId = FileId(2);

fn said(message: &Message) -> &Words {
    message.body.words().expect("words")
}

fn answer(id: MessageId) -> NewBody {
    words("yes", Some(id), Mentions::default(), &[])
}

fn forward(room: RoomId, message: MessageId) -> NewBody {
    NewBody::Forward { room, message }
}

fn an_answer_quotes_the_message_that_it_answers(mut engine: impl Engine) {
    settle(&mut engine);
    bring(&mut engine, FILE, ANN, "tea.png", picture(9));
    let first = words("茶?", None, Mentions::default(), &[FILE]);
    appended(ask(&mut engine, post(ROOM, ANN, "first", first)));
    let id = id_of(ANN, "first");
    let (message, _) = appended(ask(&mut engine, post(ROOM, BOB, "answer", answer(id))));
    let quote = Quote {
        id,
        seq: Seq(1),
        author: ANN,
        excerpt: Some("茶?".into()),
        file: Some("tea.png".into()),
    };
    assert_eq!(said(&message).reply_to, Some(quote));
    assert_eq!(seen_by(&mut engine.restart(), ROOM, ANN)[1], message);
}

fn what_is_not_there_or_taken_back_cannot_be_answered(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [ANN, CAT]));
    appended(ask(&mut engine, append(OTHER_ROOM, ANN, "elsewhere", 1)));
    appended(ask(&mut engine, append(ROOM, ANN, "gone", 1)));
    ask(&mut engine, change(ANN, ANN, "gone", RECALL));
    for target in [MessageId(404), id_of(ANN, "elsewhere"), id_of(ANN, "gone")] {
        let request = post(ROOM, BOB, "answer", answer(target));
        assert_eq!(ask(&mut engine, request), Outcome::NoMessage);
    }
    assert_eq!(load(&mut engine, ROOM).map(|room| room.last_seq), Some(Seq(1)));
}

fn a_long_text_is_quoted_by_its_beginning(mut engine: impl Engine) {
    settle(&mut engine);
    let long = NewBody::text(&"茶".repeat(5_000));
    appended(ask(&mut engine, post(ROOM, ANN, "long", long)));
    let (message, _) = appended(ask(&mut engine, post(ROOM, BOB, "answer", answer(id_of(ANN, "long")))));
    let quote = said(&message).reply_to.clone().expect("a quote");
    assert_eq!(quote.excerpt.as_deref(), Some(&*"茶".repeat(Quote::MAX_EXCERPT)));
}

fn mentions_and_files_are_read_back_in_their_order(mut engine: impl Engine) {
    settle(&mut engine);
    let voice = FileFacts {
        waveform: vec![0, 255, 7],
        duration_ms: Some(u32::MAX),
        picture: None,
        ..picture(u64::from(u32::MAX))
    };
    bring(&mut engine, FILE, ANN, "图.png", picture(0));
    bring(&mut engine, OTHER_FILE, ANN, "b.ogg", voice.clone());
    let mentions = Mentions {
        all: true,
        users: vec![BOB, ANN],
    };
    let body = words("", None, mentions.clone(), &[OTHER_FILE, FILE]);
    let (message, _) = appended(ask(&mut engine, post(ROOM, ANN, "files", body)));
    assert_eq!(said(&message).mentions, mentions);
    let files: Vec<_> = said(&message).files.iter().map(|file| (file.id, &*file.name)).collect();
    assert_eq!(files, [(OTHER_FILE, "b.ogg"), (FILE, "图.png")]);
    assert_eq!(said(&message).files[0].facts, voice);
    assert_eq!(seen_by(&mut engine.restart(), ROOM, BOB), [message]);
}

fn only_ones_own_complete_files_can_be_sent(mut engine: impl Engine) {
    settle(&mut engine);
    bring(&mut engine, FILE, BOB, "bobs.png", picture(9));
    let begun = StoreRequest::BeginFile {
        file: OTHER_FILE,
        owner: ANN,
        name: "begun".into(),
        size: 9,
        quota: 100,
        at: teahouse_core::now::UnixMillis(1),
    };
    assert_eq!(ask(&mut engine, begun), Outcome::Done);
    for file in [FILE, OTHER_FILE, FileId(404)] {
        let body = words("look", None, Mentions::default(), &[file]);
        assert_eq!(ask(&mut engine, post(ROOM, ANN, "look", body)), Outcome::NoFile);
    }
}

fn a_message_passed_on_names_who_wrote_it_first(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [BOB, CAT]));
    bring(&mut engine, FILE, ANN, "tea.png", picture(9));
    let mentions = Mentions {
        all: true,
        users: vec![BOB],
    };
    appended(ask(
        &mut engine,
        post(ROOM, ANN, "first", words("tea!", None, mentions, &[FILE])),
    ));
    let once = post(OTHER_ROOM, BOB, "on", forward(ROOM, id_of(ANN, "first")));
    let (message, _) = appended(ask(&mut engine, once));
    let on = said(&message);
    assert_eq!(
        (&*on.text, on.files[0].id, &on.mentions),
        ("tea!", FILE, &Mentions::default())
    );
    assert_eq!(on.forwarded, Some(Forwarded { author: ANN }));
    let twice = post(OTHER_ROOM, CAT, "again", forward(OTHER_ROOM, id_of(BOB, "on")));
    let (message, _) = appended(ask(&mut engine, twice));
    assert_eq!(said(&message).forwarded, Some(Forwarded { author: ANN }));
    assert_eq!(seen_by(&mut engine.restart(), OTHER_ROOM, BOB)[1], message);
}

fn what_one_cannot_read_cannot_be_passed_on(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [BOB, CAT]));
    for client_id in ["secret", "gone", "hidden"] {
        appended(ask(&mut engine, append(ROOM, ANN, client_id, 1)));
    }
    ask(&mut engine, change(ANN, ANN, "gone", RECALL));
    ask(
        &mut engine,
        StoreRequest::HideMessages {
            room: ROOM,
            user: BOB,
            messages: vec![id_of(ANN, "hidden")],
        },
    );
    let attempts: [(UserId, &str); 4] = [(CAT, "secret"), (BOB, "gone"), (BOB, "hidden"), (BOB, "none")];
    for (by, client_id) in attempts {
        let request = post(OTHER_ROOM, by, "on", forward(ROOM, id_of(ANN, client_id)));
        assert_eq!(ask(&mut engine, request), Outcome::NoMessage, "{client_id}");
    }
    assert!(seen_by(&mut engine, OTHER_ROOM, BOB).is_empty());
}

fn words_passed_on_cannot_be_edited(mut engine: impl Engine) {
    settle(&mut engine);
    appended(ask(&mut engine, append(ROOM, ANN, "first", 1)));
    let on = forward(ROOM, id_of(ANN, "first"));
    appended(ask(&mut engine, post(ROOM, BOB, "on", on)));
    assert_eq!(
        ask(&mut engine, change(BOB, BOB, "on", edit("never said"))),
        Outcome::NotAuthor
    );
    let told = changed(ask(&mut engine, change(BOB, BOB, "on", RECALL)));
    assert_eq!(told[0].body, Body::Recalled { by: BOB });
}

fn a_retry_of_a_reference_finds_its_message(mut engine: impl Engine) {
    settle(&mut engine);
    appended(ask(&mut engine, append(ROOM, ANN, "first", 1)));
    let id = id_of(ANN, "first");
    let requests = [
        post(ROOM, BOB, "answer", answer(id)),
        post(ROOM, BOB, "on", forward(ROOM, id)),
    ];
    for request in &requests {
        assert!(appended(ask(&mut engine, request.clone())).1);
    }
    ask(&mut engine, change(ANN, ANN, "first", RECALL));
    for request in &requests {
        assert!(
            !appended(ask(&mut engine, request.clone())).1,
            "though there is nothing to refer to any more"
        );
    }
    let other = post(ROOM, BOB, "answer", NewBody::text("yes"));
    assert_eq!(ask(&mut engine, other), Outcome::ClientIdReused);
}

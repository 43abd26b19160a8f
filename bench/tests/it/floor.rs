//! A crowd at the floor.

use std::time::Duration;

use teahouse_bench::contest;
use teahouse_bench::crowd::Crowd;
use teahouse_bench::figures::{self, Scale, Setup};
use teahouse_bench::floor::FloorReach;
use teahouse_bench::subject::{Presence, Programs, Subject};

fn programs() -> Programs {
    Programs {
        bench: env!("CARGO_BIN_EXE_bench").into(),
        teahouse: None,
        peers: "peers".into(),
    }
}

#[test]
fn a_neighbor_hears_what_was_said_and_nobody_else_does() {
    let running = Subject::Floor(FloorReach::Neighbor)
        .start(&programs(), Presence::Off)
        .expect("the floor starts");
    let mut crowd = Crowd::new(&running.door).expect("a crowd");
    crowd.gather(4, 2).expect("four connections");
    let long = "x".repeat(60_000);
    crowd.outbox().text(3, b"short");
    crowd.outbox().text(0, long.as_bytes());
    let mut heard = Vec::new();
    while heard.len() < 2 {
        crowd
            .turn(Duration::from_secs(10), &mut |person, text, _| {
                heard.push((person, text.len));
                Ok(())
            })
            .expect("the connections stand");
    }
    heard.sort_unstable();
    assert_eq!(heard, [(1, 60_000), (2, 5)]);
}

fn is_floor(subject: Subject) -> bool {
    matches!(subject, Subject::Floor(_))
}

#[test]
fn a_figure_of_the_floor_has_a_reading_for_every_quantity() {
    let figures = figures::all(&Scale::SMOKE);
    for figure in figures
        .iter()
        .filter(|figure| figure.subjects.iter().copied().any(is_floor))
    {
        let setup = Setup {
            programs: &programs(),
            scale: &Scale::SMOKE,
        };
        let outcome = contest::run(figure, is_floor, &setup, &mut std::io::sink()).expect("the figure runs");
        let (_, readings) = &outcome.readings[0];
        for quantity in &figure.quantities {
            // The floor has no names to log in under.
            assert!(
                readings[0].contains_key(quantity.key) || quantity.key.contains("login"),
                "{} has no {}",
                figure.name,
                quantity.key
            );
        }
    }
}

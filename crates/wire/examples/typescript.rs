//! Writes the TypeScript types of the app protocol into the folder given: what `cargo xtask wire` runs.

use teahouse_wire::app;
use ts_rs::{Config, TS};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: typescript FOLDER")?;
    let config = Config::new().with_out_dir(folder);
    app::ClientMessage::export_all(&config)?;
    app::ServerMessage::export_all(&config)?;
    app::EnterRequest::export_all(&config)?;
    app::SessionView::export_all(&config)?;
    app::ErrorView::export_all(&config)?;
    Ok(())
}

//! Builds what the server embeds: the phone's WebAssembly, the style, the service worker and the list of files.
//!
//! `cargo run -p bundle` writes `target/site/`. Names carry a hash of their content, so that the server can let them be
//! cached for ever; only the shell, the service worker and the web manifest keep their names. Nothing is done when
//! nothing has changed; `--force` does it anyway.

mod compress;
mod css;
mod error;
mod modules;
mod public;
mod report;
mod site;
mod stamp;
mod wasm;
mod workspace;

use std::process::ExitCode;

use error::Error;
use site::Site;
use workspace::Workspace;

fn main() -> ExitCode {
    let force = std::env::args().any(|argument| argument == "--force");
    match run(force) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(force: bool) -> Result<(), Error> {
    let workspace = Workspace::find()?;
    let compiled = wasm::compile(&workspace)?;
    let stamp = stamp::of(&workspace, &compiled)?;
    if !force && stamp::matches(&workspace, &stamp) {
        println!("{}", report::read(&workspace.site())?);
        return Ok(());
    }

    let mut site = Site::default();
    site.add("app.css", "/style", css::bundle(&workspace.style())?.into_bytes());
    public::add_icons(&mut site, &workspace.public())?;
    let bound = wasm::bind(&compiled)?;
    bound.add_to(&mut site);
    modules::add(&mut site, &workspace.public().join("app"))?;
    public::add_pages(&mut site, &workspace.public())?;
    let manifest = public::add_service_worker(&mut site, &workspace.public())?;
    site.add_at("/manifest.json", manifest.into_bytes());

    site.write(&workspace.site())?;
    stamp::leave(&workspace, &stamp)?;
    println!("{}", report::read(&workspace.site())?);
    Ok(())
}

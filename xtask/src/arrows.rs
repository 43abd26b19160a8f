//! Which crate may depend on which, and what the pure ones may never reach.

mod table;

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Node, PackageId};

use crate::workspace::Workspace;
use table::{ARROWS, Arrows, BANNED, PURE};

/// Every arrow between our crates is in the table, and no pure crate reaches a socket, a clock or a disk.
///
/// # Errors
/// All arrows that should not be there.
pub fn check(house: &Workspace) -> Result<()> {
    let mut command = MetadataCommand::new();
    let metadata = command
        .current_dir(&house.root)
        .exec()
        .context("cargo metadata failed")?;
    let mut faults = crossings(&metadata);
    for pure in PURE {
        faults.extend(impurities(&metadata, pure));
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// Arrows between our crates that the table does not have.
fn crossings(metadata: &Metadata) -> Vec<String> {
    let ours: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut faults = Vec::new();
    for package in metadata.workspace_packages() {
        let name = package.name.as_str();
        let Some(arrows) = ARROWS.iter().find(|arrows| arrows.from == name) else {
            faults.push(format!("{name} is not in the table of arrows"));
            continue;
        };
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| ours.contains(dependency.name.as_str()))
        {
            let in_tests = dependency.kind == DependencyKind::Development;
            if !arrows.allow(&dependency.name, in_tests) {
                let place = if in_tests { "in its tests" } else { "" };
                faults.push(
                    format!("{name} must not depend on {} {place}", dependency.name)
                        .trim_end()
                        .to_owned(),
                );
            }
        }
    }
    faults
}

/// Banned crates that a pure crate reaches by shipped dependencies, each with its way there.
fn impurities(metadata: &Metadata, pure: &str) -> Vec<String> {
    let nodes: HashMap<&PackageId, &Node> = metadata
        .resolve
        .iter()
        .flat_map(|resolve| &resolve.nodes)
        .map(|node| (&node.id, node))
        .collect();
    let Some(start) = metadata
        .workspace_packages()
        .into_iter()
        .find(|package| package.name.as_str() == pure)
    else {
        return vec![format!("there is no crate {pure}")];
    };
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut ways = vec![vec![&start.id]];
    while let Some(way) = ways.pop() {
        let here = way.last().expect("a way begins somewhere");
        if !seen.insert((*here).clone()) {
            continue;
        }
        let name = metadata[*here].name.as_str();
        if BANNED.contains(&name) {
            let steps: Vec<_> = way.iter().map(|id| metadata[*id].name.as_str()).collect();
            faults.push(format!("{pure} is pure but reaches {name}: {}", steps.join(" → ")));
            continue;
        }
        for dependency in nodes.get(here).iter().flat_map(|node| &node.deps) {
            if dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind == DependencyKind::Normal)
            {
                ways.push(way.iter().copied().chain([&dependency.pkg]).collect());
            }
        }
    }
    faults
}

impl Arrows {
    fn allow(&self, to: &str, in_tests: bool) -> bool {
        self.to.contains(&to) || (in_tests && self.to_in_tests.contains(&to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_may_use_what_shipped_code_may_not() {
        let server = ARROWS
            .iter()
            .find(|arrows| arrows.from == "teahouse")
            .expect("the server is in the table");
        assert!(server.allow("teahouse-testkit", true));
        assert!(!server.allow("teahouse-testkit", false));
    }

    #[test]
    fn a_crate_that_reaches_a_banned_one_is_named_with_the_way() {
        let metadata = MetadataCommand::new().exec().expect("cargo metadata runs");
        let faults = impurities(&metadata, "teahouse-store");
        assert!(
            faults.iter().any(|fault| fault.contains("teahouse-store → rusqlite")),
            "{faults:?}"
        );
    }

    #[test]
    fn this_house_keeps_to_its_table() {
        check(&Workspace::here()).expect("no crossing arrow");
    }
}

//! The published samples of the Open Referral standard: what an import says of each, row by row,
//! as it was written down before the first run.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::app::{TestApp, moorland};
use crate::support::harness::Test;

/// Needs the samples beside the repository.
pub const SAMPLES: &[Test] =
    &[("the_samples_of_the_standard_import_as_it_was_written_down_before", |app| {
        Box::pin(the_samples_of_the_standard_import_as_it_was_written_down_before(app))
    })];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/oruk")
}

/// Why the samples cannot be read, if they cannot.
pub fn samples_absence() -> Option<String> {
    (!samples().exists()).then(|| "the shared samples are not here".to_owned())
}

/// The one service that most samples tell of.
const COUNSELLING: &str = "ac148810-d857-441c-9679-408f346de14b";

/// What becomes of the rows of a file.
enum Rows {
    /// Services of these ids are taken; nothing else is in it.
    Taken(&'static [&'static str]),
    /// One row that is something else.
    One(&'static str, &'static str),
    /// So many rows, none a service: the first id, and the reason of all.
    All(usize, &'static str, &'static str),
}

const ORGANIZATION: &str = "an organization without services";
const TAXONOMY: &str = "a taxonomy";
const TERM: &str = "a taxonomy term";
const LOCATION: &str = "a location";
const NOTHING: &str = "no service";

/// File by file. What is not here is not in the folders: the test looks.
const EXPECTED: &[(&str, Rows)] = &[
    // What an interface says of itself has neither id nor name.
    ("uk-default/api_details.json", Rows::One("row 1", NOTHING)),
    ("uk-default/dashboard_service_details_response.json", Rows::One("row 1", NOTHING)),
    // A list of publishers: no row has an id, and each name is an object.
    ("uk-default/dashboard_services_response.json", Rows::All(35, "row 1", NOTHING)),
    ("uk-default/organization.json", Rows::Taken(&[COUNSELLING])),
    (
        "uk-default/organization_list.json",
        Rows::All(10, "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", ORGANIZATION),
    ),
    // Its place lies at latitude 100: the service is taken, the point is not.
    ("uk-default/service_at_location_full.json", Rows::Taken(&[COUNSELLING])),
    ("uk-default/service_at_location_list.json", Rows::Taken(&[COUNSELLING])),
    ("uk-default/service_full.json", Rows::Taken(&[COUNSELLING])),
    ("uk-default/service_list.json", Rows::Taken(&[COUNSELLING])),
    ("uk-default/taxonomy.json", Rows::One("5c4d79d7-cc55-470e-9f1f-8cad074e4892", TAXONOMY)),
    ("uk-default/taxonomy_list.json", Rows::One("5c4d79d7-cc55-470e-9f1f-8cad074e4892", TAXONOMY)),
    ("uk-default/taxonomy_term.json", Rows::One("3f7b145d-84af-42d7-8fae-eaca714b02b2", TERM)),
    ("uk-default/taxonomy_term_list.json", Rows::One("3f7b145d-84af-42d7-8fae-eaca714b02b2", TERM)),
    (
        "hsds3/docs_figures_field-guidance_attributes_service.json",
        Rows::Taken(&[
            "72422080-aa96-418c-9ef3-f77d3e60aed7",
            "ae761ee1-73ba-44aa-b3d8-db7aa2d7394b",
        ]),
    ),
    (
        "hsds3/docs_figures_field-guidance_metadata_service.json",
        Rows::Taken(&["ddfec080-be89-404d-a44b-4f1e98dbeed2"]),
    ),
    ("hsds3/docs_figures_field-guidance_schedules_services.json", Rows::Taken(&[COUNSELLING])),
    ("hsds3/examples_base.json", Rows::One("row 1", NOTHING)),
    ("hsds3/examples_location.json", Rows::One("3a19ff88-4620-4d17-9830-ac1d859eb5d5", LOCATION)),
    ("hsds3/examples_organization_full.json", Rows::Taken(&[COUNSELLING])),
    (
        "hsds3/examples_organization_list.json",
        Rows::One("d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", ORGANIZATION),
    ),
    ("hsds3/examples_service_at_location_full.json", Rows::Taken(&[COUNSELLING])),
    ("hsds3/examples_service_at_location_list.json", Rows::Taken(&[COUNSELLING])),
    ("hsds3/examples_service_full.json", Rows::Taken(&[COUNSELLING])),
    ("hsds3/examples_service_list.json", Rows::Taken(&[COUNSELLING])),
    // Tables side by side, joined by their ids.
    ("hsds3/examples_tabular.json", Rows::Taken(&[COUNSELLING])),
    ("hsds3/examples_taxonomy.json", Rows::One("5c4d79d7-cc55-470e-9f1f-8cad074e4892", TAXONOMY)),
    (
        "hsds3/examples_taxonomy_list.json",
        Rows::One("5c4d79d7-cc55-470e-9f1f-8cad074e4892", TAXONOMY),
    ),
    ("hsds3/examples_taxonomy_term.json", Rows::One("3f7b145d-84af-42d7-8fae-eaca714b02b2", TERM)),
    (
        "hsds3/examples_taxonomy_term_list.json",
        Rows::One("3f7b145d-84af-42d7-8fae-eaca714b02b2", TERM),
    ),
];

async fn the_samples_of_the_standard_import_as_it_was_written_down_before(app: TestApp) {
    let mut files: Vec<String> = Vec::new();
    for folder in ["uk-default", "hsds3"] {
        for file in std::fs::read_dir(samples().join(folder)).expect("the folder") {
            let name = file.expect("a file").file_name().into_string().expect("a name");
            files.push(format!("{folder}/{name}"));
        }
    }
    files.sort();
    let mut expected: Vec<&str> = EXPECTED.iter().map(|(file, _)| *file).collect();
    expected.sort_unstable();
    assert_eq!(files, expected, "a file is missing from what was written down");
    let mut wrong = Vec::new();
    for (file, rows) in EXPECTED {
        let bytes = std::fs::read(samples().join(file)).expect("the file");
        let done = app.app.rehearse_services(moorland(), &bytes).await.expect("a report");
        assert!(done.report.adds_up(), "{file}");
        let report = serde_json::to_value(&done.report).expect("JSON");
        let taken: Vec<&str> = done.rows.iter().map(|row| row.id.as_str()).collect();
        let (read, ids, why): (usize, &[&str], Option<(&str, &str)>) = match rows {
            Rows::Taken(ids) => (ids.len(), ids, None),
            Rows::One(id, why) => (1, &[], Some((id, why))),
            Rows::All(read, id, why) => (*read, &[], Some((id, why))),
        };
        let aside = report["quarantined"].as_array().expect("a list");
        let as_written = report["read"] == json!(read)
            && report["taken"] == json!(ids.len())
            && report["unchanged"] == json!(0)
            && report["repeated"] == json!(0)
            && taken == ids
            && aside.len() == read - ids.len()
            && why.is_none_or(|(id, _)| aside[0]["id"] == json!(id))
            && aside.iter().all(|row| said(row).contains(why.map_or("", |(_, why)| why)));
        if !as_written {
            wrong.push(format!("{file}: {report} {taken:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn said(row: &Value) -> &str {
    row["reason"].as_str().unwrap_or_default()
}

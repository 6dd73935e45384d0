//! A register file on an administrator's pages: looked at, taken in, assigned, taken back.

use domain::{Actor, Detail, Fact, Summary};
use server::{
    journal::{self, Reach},
    store::{self, import, place, youth},
};
use std::path::Path;
use tests::{Indoors, Visitor, both};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)).unwrap()
}

/// The register, with only the rows of Klippan.
fn own_rows() -> Vec<u8> {
    let text = String::from_utf8(file("kaa-register.csv")).unwrap();
    let rows = text.lines().enumerate().filter(|(line, it)| *line == 0 || it.contains(";Klippan;KAA Klippan;"));
    let mut own = rows.map(|it| it.1).collect::<Vec<_>>().join("\n");
    own.push('\n');
    own.into_bytes()
}

async fn summaries(house: &Indoors) -> Vec<Summary> {
    let mut tx = house.state.db.read().await.unwrap();
    youth::summaries(&mut tx, house.municipality).await.unwrap()
}

async fn write(house: &Indoors, it: &Summary, fact: Fact) {
    let mut tx = house.state.db.begin().await.unwrap();
    let place = place::municipality_by_id(&mut tx, house.municipality).await.unwrap().unwrap();
    journal::write(&mut tx, &house.state.process, &place, Actor::System, Reach::Municipality, it.id, vec![fact]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Takes the file in, with its new unit; the address of the import.
async fn take_in(admin: &Visitor, bytes: &[u8]) -> String {
    let draft = admin.upload(bytes).await.leads_to().to_owned();
    let said = admin.form(&draft, &[("create", "yes")]).await;
    said.leads_to().split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_is_looked_at_taken_in_and_taken_back() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let bytes = file("kaa-register.csv");
        let rows = own_rows().split(|it| *it == b'\n').count() - 2;

        let draft = admin.upload(&bytes).await.leads_to().to_owned();
        let page = admin.read(&draft).await;
        assert!(page.contains(&format!("{rows} rader läses in")) && page.contains("Inget är sparat än."), "{page}");
        assert!(page.contains(&format!("{rows} rader hör till enheter som inte finns.")) && page.contains("<li>KAA Klippan</li>"));
        assert!(page.contains("Raden hör till en annan kommun.") && page.contains("<td>Kommun</td>"));
        assert!(summaries(&house).await.is_empty(), "looking writes nothing");

        let said = admin.form(&draft, &[]).await;
        assert_eq!(said.leads_to(), "/admin/import?done=import-nothing&count=190", "without the tick");
        assert_eq!(admin.get(&draft).await.status, 404, "a draft is answered once");

        let import = take_in(&admin, &bytes).await;
        assert_eq!(summaries(&house).await.len(), rows);
        let page = admin.read(&format!("{import}?done=import-applied&count=151")).await;
        assert!(page.contains("Filen är inläst. 151 rader avvisades."), "{page}");
        let again = admin.upload(&bytes).await.leads_to().to_owned();
        assert!(admin.read(&again).await.contains("Inget i filen kan läsas in"));
        let again = admin.upload(&own_rows()).await.leads_to().to_owned();
        assert!(admin.read(&again).await.contains("Filen innehåller inget nytt"));
        assert_eq!(admin.form(&format!("{again}/discard"), &[]).await.leads_to(), "/admin/import?done=import-dropped");

        let touched = summaries(&house).await.into_iter().find(|it| !it.protected).unwrap();
        write(&house, &touched, Fact::DetailsChanged { detail: Detail::GivenName { name: "Alva".into() }, saw: Vec::new() }).await;
        let asked = admin.read(&format!("{import}/undo")).await;
        assert!(asked.contains("Kan inte ångras: 1") && asked.contains(&format!("{} ungdomar", rows - 1)), "{asked}");
        let undone = admin.form(&format!("{import}/undo"), &[]).await;
        assert_eq!(undone.leads_to(), format!("{import}?done=import-undone&count={}", rows - 1));
        assert_eq!(summaries(&house).await.iter().map(|it| it.id).collect::<Vec<_>>(), [touched.id]);
        assert_eq!(admin.form(&format!("{import}/undo"), &[]).await.status, 409, "once");
        assert_eq!(admin.get(&format!("{import}/undo")).await.leads_to(), import);
        assert!(admin.read("/admin/import").await.contains("Ångrad"));
    })
    .await;
}

#[tokio::test]
async fn every_bad_row_is_named_with_line_column_and_reason() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let mut bytes = String::from_utf8(file("kaa-register-dirty.csv")).unwrap();
        // All of them this municipality's, so that each says what is wrong with itself.
        for other in ["Oskarshamn;KAA Oskarshamn", "Göteborg;KAA Göteborg"] {
            bytes = bytes.replace(other, "Klippan;KAA Klippan");
        }
        let draft = admin.upload(bytes.as_bytes()).await.leads_to().to_owned();
        let page = admin.read(&draft).await;
        for words in
            ["Samma personnummer står på rad 2.", "Sista siffran i personnumret stämmer inte.", "Födelsedatumet i personnumret finns inte."]
        {
            assert!(page.contains(words), "{words}");
        }
        assert!(page.contains("<th scope=\"row\" class=\"table__number\">3</th><td>Personnummer</td>"), "{page}");
        let english = admin.read(&format!("{draft}?lang=en")).await;
        assert!(english.contains("The same personal number stands on line 2.") && !english.contains("Avvisas"));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_none_is_said_so_beside_the_field() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let large = vec![b'x'; 10_000_001];
        for (bytes, status, words) in [
            (&b""[..], 422, "Välj en fil först."),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 422, "Spara den som CSV eller Excel (.xlsx)"),
            (b"%PDF-1.7 \xe2\xe3", 422, "Spara den som CSV eller Excel (.xlsx)"),
            (b"PK\x03\x04not a workbook", 422, "Spara den som CSV eller Excel (.xlsx)"),
            (b"Namn;Ort\nAlva;Klippan\n", 422, "Filen saknar kolumnen Personnummer."),
            (&large, 413, "Filen är större än 10 MB."),
        ] {
            let said = admin.upload(bytes).await;
            assert_eq!(said.status, status, "{words}");
            assert!(said.text().contains(words) && said.text().contains("id=\"file-error\""), "{words}: {}", said.text());
        }
        assert_eq!(admin.form("/admin/import", &[("file", "x")]).await.status, 400);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_its_uploaders_and_gone_in_an_hour() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let draft = admin.upload(&own_rows()).await.leads_to().to_owned();
        admin.form("/admin/accounts/new", &[("name", "Ann"), ("email", "ann@uppsok.example"), ("role", "administrator")]).await;
        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        assert_eq!(lead.get(&draft).await.status, 403);
        let later = admin.upload(&own_rows()).await.leads_to().to_owned();
        assert_eq!(admin.get(&draft).await.status, 404, "a later file takes its place");
        assert_eq!(admin.get(&later).await.status, 200);
        house.pass(60 * 60 * 1000 + 1);
        assert_eq!(admin.get(&later).await.status, 404);
        assert_eq!(admin.form(&later, &[("create", "yes")]).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn youths_are_found_and_given_to_a_unit_several_at_once() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        take_in(&admin, &own_rows()).await;
        let open: Vec<Summary> = summaries(&house).await.into_iter().filter(|it| it.registered && !it.protected).collect();
        let hidden = &open[0];
        write(&house, hidden, Fact::ProtectionSet { saw: Vec::new() }).await;
        let list = admin.read("/admin/assignments").await;
        let count = list.matches("name=\"youth\"").count();
        assert!(list.contains("Skyddad uppgift") && !list.contains(&hidden.name), "{list}");
        let sought = async |name: &str| admin.form("/admin/assignments/search", &[("unit", ""), ("q", name)]).await;
        assert!(
            !sought(&hidden.given_name).await.text().contains(&hidden.id.to_string()),
            "whose identity is protected is found by nothing"
        );
        let found = sought(&open[1].name).await;
        assert!(found.status == 200 && found.text().contains(&open[1].id.to_string()));
        let typed: Vec<&str> = open[1].name.split(' ').collect();
        for address in found.text().split("href=\"").skip(1).filter_map(|it| it.split('"').next()) {
            assert!(!typed.iter().any(|it| address.contains(it)), "what was sought for stands in an address: {address}");
        }
        let mut names: Vec<_> = open[1..].iter().map(Summary::sort_key).collect();
        assert!(names.is_sorted(), "as Swedes sort");
        names.dedup();

        let (norr, first, second) = (house.unit.to_string(), open[1].id.to_string(), open[2].id.to_string());
        let said = admin.form("/admin/assignments", &[("youth", &first), ("youth", &second), ("to", &norr)]).await;
        assert_eq!(said.leads_to(), "/admin/assignments?unit=&page=1&done=assigned&count=2");
        let within = [("youth", first.as_str()), ("to", norr.as_str()), ("q", open[1].name.as_str())];
        let said = admin.form("/admin/assignments", &within).await;
        assert!(
            said.status == 200 && said.headers.get("location").is_none() && said.text().contains("hade redan den enheten"),
            "{}",
            said.text()
        );
        assert_eq!(admin.read(&format!("/admin/assignments?unit={norr}")).await.matches("name=\"youth\"").count(), 2);
        for fields in [&[("youth", first.as_str())][..], &[("to", norr.as_str())]] {
            let said = admin.form("/admin/assignments", fields).await;
            assert_eq!(said.status, 422);
            assert!(said.text().contains("id=\"to-error\""));
        }
        let said = admin.form("/admin/assignments", &[("all", "yes"), ("to", &norr)]).await;
        assert_eq!(said.leads_to(), format!("/admin/assignments?unit=&page=1&done=assigned&count={}", count - 2));
        let said = admin.form("/admin/assignments", &[("youth", &hidden.id.to_string()), ("to", &norr)]).await;
        assert_eq!(said.leads_to(), "/admin/assignments?unit=&page=1&done=assigned-none");
        let read = admin.read(&format!("/admin/youths/{first}")).await;
        assert!(read.contains(&open[1].name) && read.contains("Fördelad till en enhet") && read.contains("På webbsidan"), "{read}");
        let read = admin.read(&format!("/admin/youths/{}", hidden.id)).await;
        assert!(!read.contains(&hidden.name) && read.contains("särskilt utsedd"), "{read}");
        let stranger = house.state.clock.id::<domain::YouthId>().to_string();
        assert_eq!(admin.get(&format!("/admin/youths/{stranger}")).await.status, 404);
        {
            let mut tx = house.state.db.read().await.unwrap();
            let log = store::access_log::of_youth(&mut tx, house.municipality, open[1].id).await.unwrap();
            // Each list that the name stood in, and the record.
            assert!(log.len() > 3 && log.iter().all(|it| it.device.is_none()), "{log:?}");
            let log = store::access_log::of_youth(&mut tx, house.municipality, hidden.id).await.unwrap();
            assert_eq!(log.len(), 0, "nothing of whoever is protected was shown: {log:?}");
        }
        assert_eq!(admin.form("/admin/assignments", &[("youth", &stranger), ("to", &norr)]).await.status, 404);
        let elsewhere = house.state.clock.id::<domain::UnitId>().to_string();
        assert_eq!(admin.form("/admin/assignments", &[("youth", &first), ("to", &elsewhere)]).await.status, 404);
        let mut tx = house.state.db.read().await.unwrap();
        assert_eq!(import::all(&mut tx, house.municipality).await.unwrap().len(), 1);
    })
    .await;
}

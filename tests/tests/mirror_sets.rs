//! Tables of sources of sets in PostgreSQL: all of their rows, no row written that did not change, beside the tables of games.

use mlb_tests::clubs::{self, Answer};
use mlb_tests::feed::Feed;
use mlb_tests::folder::ReplayFolder;
use mlb_tests::home::Home;
use mlb_tests::lake::Lake;
use mlb_tests::postgres::Postgres;
use serde_json::{Value, json};
use tokio_postgres::Client;

/// A lake of games and sets, and the database that it is mirrored into.
struct Mirrored {
    lake: Lake,
    client: Client,
    _postgres: Postgres,
}

impl Mirrored {
    async fn new() -> Mirrored {
        let postgres = Postgres::start().await;
        let home = Home::small();
        clubs::add_to(&home);
        let lake = Lake::new()
            .with_home(&home)
            .with_env("MLB_POSTGRES_URL", postgres.url().as_str());
        Mirrored {
            lake,
            client: postgres.connect().await,
            _postgres: postgres,
        }
    }

    fn run(&self, answers: &[Answer]) -> Value {
        let numbered = answers.iter().enumerate();
        let folder = numbered.fold(ReplayFolder::new(), |folder, (number, answer)| {
            folder.with(&format!("{number:03}.json"), answer.text())
        });
        let folder = folder.with("game.json", Feed::of(1).text());
        self.lake.run(folder.path()).clean().json()
    }

    /// The first column of a query, which must be a text.
    async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.client.query(sql, &[]).await;
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        rows.iter().map(|row| row.get(0)).collect()
    }

    async fn rosters(&self) -> Vec<String> {
        self.texts(
            "SELECT concat_ws(' ', season, club_id, player_id, player_name) FROM club.rosters ORDER BY 1",
        )
        .await
    }
}

fn first() -> [Answer; 5] {
    [
        Answer::roster(147, &[(1, "a", &["P"]), (2, "b", &["C"])]),
        Answer::roster(147, &[(1, "old", &["P"])]).query("season", "2023"),
        Answer::events(&[("2024-07-12", 1, "a"), ("2024-07-13", 2, "b")]),
        Answer::clubs(&[(147, "Yankees"), (111, "Red Sox")]),
        Answer::notes(745_001, &["hot\0"]),
    ]
}

fn second() -> [Answer; 3] {
    [
        Answer::roster(147, &[(1, "A", &[]), (3, "c", &["SS"])]).at(20),
        Answer::events(&[]).query("date", "2024-07-13").at(20),
        Answer::clubs(&[(147, "Yankees"), (110, "Orioles")]).at(20),
    ]
}

/// Which transaction wrote each row, with the row's place.
const WRITTEN: &str =
    "SELECT concat_ws(' ', tableoid::regclass, ctid, xmin) FROM club.rosters WHERE season = 2023
    UNION ALL
    SELECT concat_ws(' ', tableoid::regclass, ctid, xmin) FROM reference.clubs WHERE club_id = 147
    UNION ALL
    SELECT concat_ws(' ', tableoid::regclass, ctid, xmin) FROM game.live_game_plays
    ORDER BY 1";

#[tokio::test(flavor = "multi_thread")]
async fn sets_are_mirrored_beside_games_and_only_differences_are_written() {
    let mirrored = Mirrored::new().await;
    let report = mirrored.run(&first());
    assert_eq!(report["mirror_error"], Value::Null);
    assert_eq!(
        mirrored.rosters().await,
        ["2023 147 1 old", "2024 147 1 a", "2024 147 2 b"]
    );
    let partitions = "SELECT relname::text FROM pg_class
        WHERE relispartition AND relkind = 'r' AND relnamespace IN ('club'::regnamespace, 'reference'::regnamespace) ORDER BY 1";
    assert_eq!(
        mirrored.texts(partitions).await,
        [
            "roster_positions_2023",
            "roster_positions_2024",
            "rosters_2023",
            "rosters_2024"
        ]
    );
    let keys = "SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0 AND conrelid = 'club.roster_positions'::regclass";
    assert_eq!(
        mirrored.texts(keys).await,
        [
            "FOREIGN KEY (season, club_id, player_id) REFERENCES club.rosters(season, club_id, player_id) DEFERRABLE INITIALLY DEFERRED"
        ]
    );
    assert_eq!(
        mirrored.texts("SELECT note FROM game.notes").await,
        ["hot\u{fffd}"]
    );
    let written = mirrored.texts(WRITTEN).await;
    let report = mirrored.run(&second());
    let tables = report["mirror"]["tables"].as_array().expect("tables");
    let rosters = tables
        .iter()
        .find(|table| table["table"] == "club.rosters")
        .expect("rosters");
    // Player 1 is another, 2 is gone, 3 is new.
    assert_eq!(
        [
            &rosters["rows_inserted"],
            &rosters["rows_updated"],
            &rosters["rows_deleted"]
        ],
        [&json!(1); 3]
    );
    assert_eq!(
        mirrored.rosters().await,
        ["2023 147 1 old", "2024 147 1 A", "2024 147 3 c"]
    );
    let clubs = "SELECT concat_ws(' ', club_id, club_name) FROM reference.clubs ORDER BY 1";
    assert_eq!(mirrored.texts(clubs).await, ["110 Orioles", "147 Yankees"]);
    let events = "SELECT concat_ws(' ', event_date, title) FROM day.events";
    assert_eq!(mirrored.texts(events).await, ["2024-07-12 a"]);
    assert_eq!(
        mirrored.texts(WRITTEN).await,
        written,
        "what did not change was not touched"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_versions_of_sets_are_shown_and_the_same_versions_cost_nothing() {
    let mirrored = Mirrored::new().await;
    mirrored.run(&first());
    let versions = "SELECT concat_ws(' ', table_name, lake_version) FROM meta.mirror WHERE table_name NOT LIKE 'meta.%' ORDER BY 1";
    let in_lake = mirrored.lake.tables();
    let in_lake: Vec<String> = in_lake
        .iter()
        .filter(|(table, _)| !table.starts_with("raw."))
        .map(|(table, (_, version))| format!("{table} {version}"))
        .collect();
    assert_eq!(mirrored.texts(versions).await, in_lake);
    let ledgers = "SELECT table_name FROM meta.mirror WHERE table_name LIKE 'meta.%' ORDER BY 1";
    assert_eq!(mirrored.texts(ledgers).await, ["meta.games", "meta.sets"]);
    let again = mirrored.run(&first());
    assert_eq!(again["mirror"]["already_current"], true);
    mirrored.run(&second());
    let ran = mirrored.lake.mlb(["mirror", "--json"]).clean().json();
    assert_eq!(ran["already_current"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_that_is_killed_shows_all_of_one_version() {
    let mirrored = Mirrored::new().await;
    mirrored.run(&first());
    let shown = mirrored.rosters().await;
    for step in ["mirror_copied:2", "mirror_applied"] {
        let changed = second().map(|answer| answer.query("killed_at", step));
        let numbered = changed.iter().enumerate();
        let folder = numbered.fold(ReplayFolder::new(), |folder, (number, answer)| {
            folder.with(&format!("{number:03}.json"), answer.text())
        });
        let place = folder.path().to_string_lossy().into_owned();
        let args = ["run", "--json", "--replay", &place];
        mirrored.lake.mlb_with(args, &[("MLB_KILL_AT", step)]).killed();
        assert_eq!(mirrored.rosters().await, shown, "killed at {step}");
    }
    mirrored.lake.mlb(["mirror"]).clean();
    assert_eq!(
        mirrored.rosters().await,
        ["2023 147 1 old", "2024 147 1 A", "2024 147 3 c"]
    );
}

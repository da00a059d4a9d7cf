//! A contract that changes: the mirror adds a column, makes a table anew, follows the views, and costs nothing where nothing changed.

use mlb_tests::mirrored::{Mirrored, told};
use serde_json::json;

const MAPPING: &str = "mappings/game/small_v1.yaml";
const ITEMS: &str = "sql/game/small_items.sql";
const VIEW: &str = "sql/views/small_labels.sql";

async fn with_two_games() -> Mirrored {
    let mut mirrored = Mirrored::new().await;
    for game in 1..3 {
        mirrored
            .lake
            .document(game, 2024, 1, json!([{"label": "a", "note": "n", "speed": 1.5}]));
    }
    mirrored.lake.run().await;
    mirrored.mirror().await;
    mirrored
}

async fn transform_again(mirrored: &mut Mirrored) {
    mirrored.lake.forget_table("small_items").await;
    mirrored.lake.full_refresh().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_adds_a_column_that_a_contract_gained() {
    let mut mirrored = with_two_games().await;
    mirrored
        .execute("CREATE VIEW public.mine AS SELECT label FROM game.small_items")
        .await;
    mirrored.lake.change(&[
        (MAPPING, "items: [{label: string,", "items: [{label: string, note: string,"),
        (
            MAPPING,
            "      - {name: speed, type: double,",
            "      - {name: note, type: string, path: \"items[].note\", description: Note}\n      - {name: speed, type: double,",
        ),
        (ITEMS, "    item.speed AS speed,", "    item.note AS note,\n    item.speed AS speed,"),
    ]);
    transform_again(&mut mirrored).await;
    let report = mirrored.mirror().await;
    assert_eq!(report.schema_changes, ["added note to game.small_items"]);
    assert_eq!(
        mirrored
            .texts("SELECT concat_ws(' ', game_pk, note) FROM game.small_items ORDER BY 1")
            .await,
        ["1 n", "2 n"]
    );
    let comment = "SELECT col_description('game.small_items'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'game.small_items'::regclass AND attname = 'note'";
    assert_eq!(mirrored.texts(comment).await, ["Note (items[].note)"]);
    assert_eq!(mirrored.texts("SELECT label FROM public.mine").await, ["a", "a"]);
    assert!(mirrored.mirror().await.already_current);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_makes_a_table_of_other_types_anew() {
    let mut mirrored = with_two_games().await;
    let games = "SELECT concat_ws(' ', ctid, xmin) FROM game.small_games ORDER BY 1";
    let untouched = mirrored.texts(games).await;
    mirrored.lake.change(&[
        (MAPPING, "speed: double", "speed: string"),
        (
            MAPPING,
            "{name: speed, type: double,",
            "{name: speed, type: string,",
        ),
    ]);
    transform_again(&mut mirrored).await;
    mirrored
        .execute("CREATE VIEW public.mine AS SELECT label FROM game.small_items")
        .await;
    let message = told(mirrored.try_mirror().await);
    assert!(
        message.contains("view public.mine depends on table game.small_items"),
        "{message}"
    );
    assert!(message.contains("drop what depends on it"), "{message}");
    assert_eq!(mirrored.items().await, ["1 0 a", "2 0 a"]);
    mirrored.execute("DROP VIEW public.mine").await;
    let report = mirrored.mirror().await;
    assert_eq!(
        report.schema_changes,
        ["recreated game.small_items", "created view game.small_labels"]
    );
    assert_eq!(
        mirrored.texts("SELECT speed FROM game.small_items").await,
        ["1.5", "1.5"]
    );
    assert_eq!(mirrored.texts(games).await, untouched);
    let keys = "SELECT count(*) FROM pg_constraint WHERE conrelid = 'game.small_items'::regclass AND contype = 'f' AND conparentid = 0";
    assert_eq!(mirrored.number(keys).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_follows_views_comments_indexes_and_keys_without_touching_rows() {
    let mut mirrored = with_two_games().await;
    let rows = mirrored.row_versions(1).await;
    mirrored.lake.change(&[
        (VIEW, "items.label AS label", "upper(items.label) AS upper_label"),
        (VIEW, "The labels of a game", "The labels of a game in capitals"),
        (MAPPING, "description: Label}", "description: What it says}"),
        (
            MAPPING,
            "indexes: [[label, season]]",
            "indexes: [[label, season], [speed]]",
        ),
        (
            MAPPING,
            "    references: [{columns: [season, game_pk], table: game.small_games}]\n",
            "",
        ),
    ]);
    let report = mirrored.mirror().await;
    assert_eq!(report.schema_changes, ["created view game.small_labels"]);
    assert!(report.tables.is_empty());
    assert_eq!(
        mirrored.texts("SELECT upper_label FROM game.small_labels").await,
        ["A", "A"]
    );
    let comments = "SELECT obj_description('game.small_labels'::regclass) || ', ' || col_description('game.small_items'::regclass, 4)";
    assert_eq!(
        mirrored.texts(comments).await,
        ["The labels of a game in capitals., What it says (items[].label)"]
    );
    let indexes =
        "SELECT count(*) FROM pg_indexes WHERE schemaname = 'game' AND tablename = 'small_items_2024'";
    assert_eq!(mirrored.number(indexes).await, 3);
    let keys =
        "SELECT count(*) FROM pg_constraint WHERE conrelid = 'game.small_items'::regclass AND contype = 'f'";
    assert_eq!(mirrored.number(keys).await, 0);
    assert_eq!(mirrored.row_versions(1).await, rows);
    assert!(mirrored.mirror().await.already_current);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_drops_what_left_the_project() {
    let mut mirrored = with_two_games().await;
    std::fs::remove_file(mirrored.lake.folder().join(VIEW)).unwrap();
    let mapping = std::fs::read_to_string(mirrored.lake.folder().join(MAPPING)).unwrap();
    let items = mapping.find("  - name: small_items").unwrap();
    mirrored.lake.change(&[(MAPPING, &mapping[items..], "")]);
    let report = mirrored.mirror().await;
    assert_eq!(
        report.schema_changes,
        ["dropped table game.small_items", "dropped view game.small_labels"]
    );
    let names = "SELECT relname::text FROM pg_class WHERE relnamespace = 'game'::regnamespace AND relkind IN ('r', 'p', 'v') ORDER BY 1";
    assert_eq!(mirrored.texts(names).await, ["small_games", "small_games_2024"]);
    assert_eq!(
        mirrored
            .texts("SELECT table_name FROM meta.mirror ORDER BY 1")
            .await,
        ["game.small_games", "meta.games"]
    );
    assert!(mirrored.mirror().await.already_current);
}

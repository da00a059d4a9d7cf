//! The mirror shows the lake's newest run, all of it, and writes nothing else.

use mlb_tests::mirrored::{Mirrored, told};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_makes_schema_keys_partitions_comments_and_views() {
    let mut mirrored = Mirrored::new().await;
    mirrored
        .lake
        .document(1, 2023, 1, json!([{"label": "a"}]))
        .document(2, 2024, 1, json!([{"label": "b"}, {}]));
    let run = mirrored.lake.run().await;
    let report = mirrored.mirror().await;
    assert_eq!(report.run_id.as_deref(), Some(run.as_str()));
    assert!(!report.already_current);
    assert_eq!(
        mirrored
            .texts("SELECT relname::text FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY 1")
            .await,
        [
            "small_games_2023",
            "small_games_2024",
            "small_items_2023",
            "small_items_2024"
        ]
    );
    let constraints = mirrored
        .texts(
            "SELECT concat_ws(' ', pg_get_constraintdef(oid), condeferred) FROM pg_constraint
            WHERE conrelid IN ('game.small_games'::regclass, 'game.small_items'::regclass) AND conparentid = 0 ORDER BY 1",
        )
        .await;
    assert_eq!(
        constraints,
        [
            "FOREIGN KEY (season, game_pk) REFERENCES game.small_games(season, game_pk) DEFERRABLE INITIALLY DEFERRED t",
            "PRIMARY KEY (season, game_pk) f",
            "PRIMARY KEY (season, game_pk, item_index) f",
        ]
    );
    let uncommented = mirrored
        .texts(
            "SELECT concat_ws('.', c.oid::regclass, a.attname) FROM pg_class AS c
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
            WHERE c.relnamespace IN ('game'::regnamespace, 'meta'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)",
        )
        .await;
    assert!(uncommented.is_empty(), "{uncommented:?}");
    assert_eq!(
        mirrored
            .texts("SELECT obj_description('game.small_labels'::regclass)")
            .await,
        ["The labels of a game."]
    );
    assert_eq!(
        mirrored
            .texts("SELECT label FROM game.small_labels WHERE label > ' ' ORDER BY 1")
            .await,
        ["a", "b"]
    );
    let indexed =
        "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%(label, season)%' AND schemaname = 'game'";
    assert_eq!(mirrored.number(indexed).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_keeps_every_type_to_the_last_digit() {
    let mut mirrored = Mirrored::new().await;
    let whole = json!({
        "label": "ünï ' \" \\ \n", "speed": 0.1, "happenedAt": "2024-07-12T23:59:59.123456Z", "onDate": "1969-12-31",
        "isGood": false, "bigNumber": i64::MIN
    });
    mirrored.lake.document(1, 2024, 61, json!([whole, {}]));
    mirrored.lake.run().await;
    mirrored.mirror().await;
    let sql =
        "SELECT concat_ws('|', label, speed, happened_at AT TIME ZONE 'UTC', on_date, is_good, big_number,
            source_captured_at AT TIME ZONE 'UTC')
        FROM game.small_items ORDER BY item_index";
    assert_eq!(
        mirrored.texts(sql).await,
        [
            "ünï ' \" \\ \n|0.1|2024-07-12 23:59:59.123456|1969-12-31|f|-9223372036854775808|2024-07-12 00:01:01",
            "2024-07-12 00:01:01",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_of_the_same_version_writes_nothing() {
    let mut mirrored = Mirrored::new().await;
    mirrored
        .lake
        .document(1, 2024, 1, json!([{"label": "a"}, {"label": "b"}]));
    let run = mirrored.lake.run().await;
    mirrored.mirror().await;
    let (transaction, rows) = (mirrored.next_transaction().await, mirrored.row_versions(1).await);
    let report = mirrored.mirror().await;
    assert!(report.already_current && report.tables.is_empty() && report.schema_changes.is_empty());
    assert_eq!(report.run_id.as_deref(), Some(run.as_str()));
    assert_eq!(mirrored.next_transaction().await, transaction);
    assert_eq!(mirrored.row_versions(1).await, rows);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_applies_only_what_differs() {
    let mut mirrored = Mirrored::new().await;
    let three = json!([{"label": "a"}, {"label": "b"}, {"label": "c"}]);
    mirrored
        .lake
        .document(1, 2024, 1, three.clone())
        .document(2, 2024, 1, three.clone())
        .document(3, 2024, 1, three);
    mirrored.lake.run().await;
    let first = mirrored.mirror().await;
    let inserted: Vec<u64> = first.tables.iter().map(|table| table.rows_inserted).collect();
    assert_eq!((first.games, inserted), (3, vec![3, 9]));
    let untouched = mirrored.row_versions(2).await;
    mirrored
        .lake
        .document(1, 2024, 2, json!([{"label": "A"}, {"label": "b"}]))
        .document(4, 2025, 1, json!([{"label": "d"}]));
    mirrored.lake.run().await;
    let second = mirrored.mirror().await;
    let items = second
        .tables
        .iter()
        .find(|table| table.table == "game.small_items")
        .unwrap();
    // The second item is the same but for the capture that its game's rows are from.
    assert_eq!(
        (
            items.rows_inserted,
            items.rows_updated,
            items.rows_deleted,
            items.games
        ),
        (1, 2, 1, 2)
    );
    assert_eq!(mirrored.row_versions(2).await, untouched);
    assert_eq!(
        mirrored.items().await,
        [
            "1 0 A", "1 1 b", "2 0 a", "2 1 b", "2 2 c", "3 0 a", "3 1 b", "3 2 c", "4 0 d"
        ]
    );
    // The title of game 1 did not change, so its row keeps the first capture, as in the lake.
    let captured =
        "SELECT (source_captured_at AT TIME ZONE 'UTC')::text FROM game.small_games WHERE game_pk = 1";
    assert_eq!(mirrored.texts(captured).await, ["2024-07-12 00:00:01"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_takes_a_games_rows_away_and_brings_them_back() {
    let mut mirrored = Mirrored::new().await;
    for (second, items, shown) in [
        (1, json!([{"label": "a"}]), vec!["1 0 a"]),
        (2, json!([]), vec![]),
        (3, json!([{"label": "b"}, {"label": "c"}]), vec!["1 0 b", "1 1 c"]),
    ] {
        mirrored.lake.document(1, 2024, second, items);
        mirrored.lake.run().await;
        mirrored.mirror().await;
        assert_eq!(mirrored.items().await, shown);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_moves_a_game_to_another_season() {
    let mut mirrored = Mirrored::new().await;
    mirrored
        .lake
        .document(1, 2023, 1, json!([{"label": "a"}, {"label": "b"}]));
    mirrored.lake.run().await;
    mirrored.mirror().await;
    mirrored.lake.document(1, 2024, 2, json!([{"label": "a"}]));
    mirrored.lake.run().await;
    mirrored.mirror().await;
    let seasons = "SELECT concat_ws(' ', season, item_index, label) FROM game.small_items";
    assert_eq!(mirrored.texts(seasons).await, ["2024 0 a"]);
    assert_eq!(mirrored.number("SELECT count(*) FROM game.small_games").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_catches_up_after_missed_runs() {
    let mut mirrored = Mirrored::new().await;
    let unreachable =
        mlb_pipeline::mirror::Settings::from_url("postgres://mlb:secret@127.0.0.1:1/mlb").unwrap();
    for second in 1..4 {
        mirrored
            .lake
            .document(1, 2024, second, json!([{"label": format!("at {second}")}]));
        mirrored.lake.document(
            second.into(),
            2024,
            second,
            json!([{"label": format!("at {second}")}]),
        );
        mirrored.lake.run().await;
        let lost = told(mirrored.mirror_of(&mirrored.lake.lake, &unreachable).await);
        assert!(lost.contains("mlb:***@127.0.0.1:1/mlb"), "{lost}");
    }
    mirrored.mirror().await;
    assert_eq!(mirrored.items().await, ["1 0 at 3", "2 0 at 2", "3 0 at 3"]);
    assert!(mirrored.mirror().await.already_current);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_says_which_versions_it_shows() {
    let mut mirrored = Mirrored::new().await;
    mirrored.lake.document(1, 2024, 1, json!([{"label": "a"}]));
    mirrored.lake.run().await;
    mirrored.mirror().await;
    mirrored.lake.document(1, 2024, 2, json!([{"label": "b"}]));
    let run = mirrored.lake.run().await;
    mirrored.mirror().await;
    let shown = format!(
        "SELECT concat_ws(' ', table_name, lake_version) FROM meta.mirror WHERE run_id = '{run}' ORDER BY 1"
    );
    assert_eq!(
        mirrored.texts(&shown).await,
        ["game.small_games 1", "game.small_items 2", "meta.games 2"]
    );
    let moments = "SELECT count(DISTINCT mirrored_at) FROM meta.mirror";
    assert_eq!(mirrored.number(moments).await, 1);
    let rows = "SELECT tables -> 'small_items' ->> 'rows' FROM meta.mirror_games";
    assert_eq!(mirrored.texts(rows).await, ["1"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_replaces_nul_and_counts_it() {
    let mut mirrored = Mirrored::new().await;
    mirrored
        .lake
        .document(1, 2024, 1, json!([{"label": "a\0b\0"}, {"label": "\u{fffd}"}]));
    mirrored.lake.run().await;
    assert_eq!(mirrored.mirror().await.nul_characters_replaced, 2);
    assert_eq!(mirrored.items().await, ["1 0 a\u{fffd}b\u{fffd}", "1 1 \u{fffd}"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_of_a_lake_without_a_run_writes_nothing() {
    let mirrored = Mirrored::new().await;
    let transaction = mirrored.next_transaction().await;
    let report = mirrored.mirror().await;
    assert_eq!((report.run_id, report.already_current), (None, false));
    assert_eq!(mirrored.next_transaction().await, transaction);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirrors_at_the_same_time_take_turns() {
    let mut mirrored = Mirrored::new().await;
    for game in 1..20 {
        mirrored
            .lake
            .document(game, 2024, 1, json!([{"label": "a"}, {"label": "b"}]));
    }
    mirrored.lake.run().await;
    let (one, two, three) = tokio::join!(mirrored.mirror(), mirrored.mirror(), mirrored.mirror());
    let current = [one, two, three]
        .iter()
        .filter(|report| report.already_current)
        .count();
    assert_eq!(current, 2);
    assert_eq!(mirrored.items().await.len(), 38);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_init_makes_everything_once() {
    let mut mirrored = Mirrored::new().await;
    let init = async |mirrored: &Mirrored| {
        let settings = mirrored.settings();
        mlb_pipeline::mirror::init(&settings, &mirrored.lake.catalog, &mirrored.lake.home)
            .await
            .unwrap();
    };
    init(&mirrored).await;
    assert_eq!(mirrored.number("SELECT count(*) FROM game.small_labels").await, 0);
    let transaction = mirrored.next_transaction().await;
    init(&mirrored).await;
    assert_eq!(mirrored.next_transaction().await, transaction);
    mirrored.lake.document(1, 2024, 1, json!([{"label": "a"}]));
    mirrored.lake.run().await;
    assert!(mirrored.mirror().await.schema_changes.is_empty());
    assert_eq!(mirrored.items().await, ["1 0 a"]);
    // A table without its rows would look mirrored: making it anew is the mirror's.
    mirrored.execute("DROP TABLE game.small_items CASCADE").await;
    init(&mirrored).await;
    mirrored.mirror().await;
    assert_eq!(mirrored.items().await, ["1 0 a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_tells_the_planner_of_new_rows_before_keys_are_checked() {
    let mut mirrored = Mirrored::new().await;
    let settings = mirrored.settings();
    mlb_pipeline::mirror::init(&settings, &mirrored.lake.catalog, &mirrored.lake.home)
        .await
        .unwrap();
    let items: Vec<_> = (0..150)
        .map(|index| json!({"label": format!("{index}")}))
        .collect();
    mirrored.lake.document(1, 2024, 1, json!(items));
    mirrored.lake.run().await;
    mirrored.mirror().await;
    let known = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'game.small_items_2024'::regclass";
    assert_eq!(mirrored.number(known).await, 150);
    let columns = "SELECT attname::text FROM pg_stats WHERE tablename = 'small_items_2024' ORDER BY 1";
    assert_eq!(
        mirrored.texts(columns).await,
        ["game_pk", "item_index", "label", "season"]
    );
}

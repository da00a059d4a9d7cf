//! What the mirror refuses: servers that do not let it in, and to go back. Each says what to do, and nothing is half written.

use std::sync::Arc;

use mlb_pipeline::mirror::{self, Progress, Settings};
use mlb_tests::mirrored::{Mirrored, told};
use mlb_tests::postgres::connect;
use mlb_tests::small_lake::SmallLake;
use serde_json::json;

async fn with_one_game() -> Mirrored {
    let mut mirrored = Mirrored::new().await;
    mirrored.lake.document(1, 2024, 1, json!([{"label": "a"}]));
    mirrored.lake.run().await;
    mirrored
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_says_what_keeps_it_out() {
    let mirrored = with_one_game().await;
    // Roles belong to the whole server, which may be somebody else's.
    let guest = format!("mlb_guest_{}", std::process::id());
    mirrored
        .execute(&format!("CREATE ROLE {guest} LOGIN PASSWORD 'secret'"))
        .await;
    let url = mirrored.postgres.url().clone();
    let as_guest = |password: Option<&str>| {
        let mut url = url.clone();
        url.set_username(&guest).unwrap();
        url.set_password(password).unwrap();
        url.to_string()
    };
    let mut nowhere = url.clone();
    nowhere.set_path("nowhere");
    for (url, context, reason) in [
        (
            "postgres://mlb:secret@127.0.0.1:1/mlb".to_owned(),
            "127.0.0.1:1/mlb",
            "start the server",
        ),
        (
            as_guest(Some("wrong:secret")),
            ":***@",
            "correct user and password in `MLB_POSTGRES_URL`",
        ),
        (as_guest(None), "connecting to", "asks for a password"),
        (
            nowhere.to_string(),
            "/nowhere",
            "create it with `createdb nowhere`",
        ),
        (
            as_guest(Some("secret")),
            "creating schema `meta`",
            "GRANT CREATE ON DATABASE",
        ),
    ] {
        let settings = Settings::from_url(&url).unwrap();
        let message = told(mirrored.mirror_of(&mirrored.lake.lake, &settings).await);
        assert!(message.starts_with("PostgreSQL: "), "{message}");
        assert!(message.contains(context) && message.contains(reason), "{message}");
        assert!(
            message.ends_with("the lake is complete, `mlb mirror` catches up"),
            "{message}"
        );
        assert!(!message.contains("secret"), "{message}");
    }
    let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname IN ('game', 'meta')";
    assert_eq!(mirrored.number(schemas).await, 0);
    mirrored.execute(&format!("DROP ROLE {guest}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_refuses_an_older_copy_of_its_lake() {
    let mut mirrored = with_one_game().await;
    let older = mirrored.lake.copy();
    mirrored.lake.document(1, 2024, 2, json!([{"label": "b"}]));
    mirrored.lake.run().await;
    mirrored.mirror().await;
    let (transaction, settings) = (mirrored.next_transaction().await, mirrored.settings());
    let message = told(mirrored.mirror_of(&older.open(), &settings).await);
    assert!(message.contains("this lake is an older copy"), "{message}");
    assert_eq!(
        (mirrored.next_transaction().await, mirrored.items().await),
        (transaction, vec!["1 0 b".to_owned()])
    );
    assert!(mirrored.mirror().await.already_current);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_refuses_another_lake_that_would_go_back() {
    let mut mirrored = with_one_game().await;
    mirrored.lake.document(2, 2024, 5, json!([{"label": "b"}]));
    mirrored.lake.run().await;
    mirrored.mirror().await;
    let settings = mirrored.settings();
    let mut other = SmallLake::new().await;
    other
        .document(1, 2024, 1, json!([{"label": "a"}]))
        .document(2, 2024, 4, json!([{"label": "c"}]));
    other.run().await;
    let message = told(mirrored.mirror_of(&other.lake, &settings).await);
    assert!(
        message.contains("game 2 of game.small_v1: it is shown, and this lake shows an older capture of it"),
        "{message}"
    );
    let mut other = SmallLake::new().await;
    other.document(2, 2024, 6, json!([{"label": "c"}]));
    other.run().await;
    let message = told(mirrored.mirror_of(&other.lake, &settings).await);
    assert!(
        message.contains("game 1 of game.small_v1: it is shown, and this lake does not know it"),
        "{message}"
    );
    assert_eq!(mirrored.items().await, ["1 0 a", "2 0 b"]);
    // With everything that is shown, and more, it takes over; rows that are the same stay as they are.
    let same = mirrored.row_versions(1).await;
    other.document(1, 2024, 1, json!([{"label": "a"}]));
    other.run().await;
    mirrored.mirror_of(&other.lake, &settings).await.unwrap();
    assert_eq!(mirrored.items().await, ["1 0 a", "2 0 c"]);
    assert_eq!(mirrored.row_versions(1).await, same);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_leaves_the_tables_of_others_alone() {
    let mirrored = with_one_game().await;
    mirrored.execute("CREATE SCHEMA game; CREATE TABLE game.small_items (mine int); INSERT INTO game.small_items VALUES (1)").await;
    let message = told(mirrored.try_mirror().await);
    assert!(
        message.contains("making `game.small_items`") && message.contains("is not the mirror's"),
        "{message}"
    );
    assert_eq!(
        mirrored
            .number("SELECT count(*) FROM game.small_items WHERE mine = 1")
            .await,
        1
    );
    assert_eq!(
        mirrored
            .number("SELECT count(*) FROM pg_namespace WHERE nspname = 'meta'")
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_makes_a_dropped_table_anew() {
    let mirrored = with_one_game().await;
    mirrored.mirror().await;
    mirrored.execute("DROP TABLE game.small_items CASCADE").await;
    let report = mirrored.mirror().await;
    assert_eq!(
        report.schema_changes,
        ["created game.small_items", "created view game.small_labels"]
    );
    assert_eq!(mirrored.items().await, ["1 0 a"]);
    let keys = "SELECT count(*) FROM pg_constraint WHERE conrelid = 'game.small_items'::regclass AND contype = 'f' AND conparentid = 0";
    assert_eq!(mirrored.number(keys).await, 1);
    assert!(mirrored.mirror().await.already_current);
}

#[tokio::test(flavor = "multi_thread")]
async fn mirror_whose_connection_is_cut_leaves_nothing() {
    let mut mirrored = with_one_game().await;
    mirrored.mirror().await;
    mirrored.lake.document(1, 2024, 2, json!([{"label": "b"}]));
    mirrored.lake.run().await;
    let url = mirrored.postgres.url().clone();
    let cut = move |progress| {
        let sql =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mlb mirror'";
        if matches!(progress, Progress::Done(_)) {
            let cut = async {
                connect(&url)
                    .await
                    .batch_execute(sql)
                    .await
                    .expect("the connection is cut")
            };
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(cut));
        }
    };
    let (lake, settings) = (&mirrored.lake, mirrored.settings());
    let lost = mirror::run(&lake.lake, &lake.home, &lake.catalog, &settings, Arc::new(cut)).await;
    let message = told(lost);
    assert!(
        message.contains("connection was lost") || message.contains("try again when the server is up"),
        "{message}"
    );
    assert_eq!(mirrored.items().await, ["1 0 a"]);
    mirrored.mirror().await;
    assert_eq!(mirrored.items().await, ["1 0 b"]);
}

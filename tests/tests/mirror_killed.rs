//! A mirror that is killed anywhere leaves one whole lake version, and the next one brings the newest.

use mlb_lake::kill_point::KillPoint;
use mlb_tests::lake::Ran;
use mlb_tests::mirrored::Mirrored;
use serde_json::json;

/// `mlb mirror` of the small lake, with variables of the environment.
fn mlb_mirror(mirrored: &Mirrored, env: &[(&str, &str)]) -> Ran {
    let postgres = ("MLB_POSTGRES_URL", mirrored.postgres.url().as_str());
    mirrored.lake.mlb(&["mirror"], &[&[postgres], env].concat())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_killed_at_each_point_is_healed_by_the_next() {
    let mut mirrored = Mirrored::new().await;
    mirrored
        .lake
        .document(1, 2024, 1, json!([{"label": "a"}, {"label": "b"}]));
    mirrored.lake.run().await;
    mlb_mirror(&mirrored, &[]).clean();
    // Three copies: new rows of the games, changed rows of the items, new rows of the items.
    let points = [
        ("mirror_copied:1", false),
        ("mirror_copied:2", false),
        ("mirror_copied:3", false),
        ("mirror_applied", false),
        ("mirror_committed", true),
    ];
    for point in KillPoint::ALL
        .iter()
        .map(|point| point.name())
        .filter(|name| name.starts_with("mirror_"))
    {
        assert!(
            points.iter().any(|(walked, _)| walked.starts_with(point)),
            "{point}"
        );
    }
    for (game, (point, is_committed)) in (2..).zip(points) {
        let before = mirrored.items().await;
        mirrored.lake.document(1, 2024, game, json!([{"label": point}]));
        mirrored
            .lake
            .document(game.into(), 2024, 1, json!([{"label": "new"}]));
        mirrored.lake.run().await;
        mlb_mirror(&mirrored, &[("MLB_KILL_AT", point)]).killed();
        let shown = mirrored.items().await;
        assert_eq!(shown != before, is_committed, "{point}: {shown:?}");
        mlb_mirror(&mirrored, &[]).clean();
        let healed = mirrored.items().await;
        assert_eq!(healed.len(), game as usize, "{healed:?}");
        assert_eq!(healed[0], format!("1 0 {point}"));
        let transaction = mirrored.next_transaction().await;
        mlb_mirror(&mirrored, &[]).clean();
        assert_eq!(mirrored.next_transaction().await, transaction, "{point}");
    }
}

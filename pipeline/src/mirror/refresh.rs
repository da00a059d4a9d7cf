//! Materialized views, made anew from the tables that PostgreSQL shows.

use std::collections::BTreeSet;

use mlb_lake::contract::{Catalog, postgres};

use super::session::Session;
use super::settings::Settings;
use crate::error::Result;

/// Makes every materialized view in the mirror's schemas anew, all in one transaction, and answers with their names. Where a view has
/// a unique index, readers go on seeing the old rows meanwhile.
///
/// # Errors
/// `Mirror` with what the server says; then all views show what they showed before.
pub async fn refresh_views(settings: &Settings, catalog: &Catalog) -> Result<Vec<String>> {
    // Behind the mirror's lock: what is shown must not change half-way.
    let session = Session::begin(settings).await?;
    let refreshed = refresh(&session, catalog).await;
    session.close().await;
    refreshed
}

async fn refresh(session: &Session, catalog: &Catalog) -> Result<Vec<String>> {
    let schemas: BTreeSet<&str> = catalog.tables().map(|table| table.schema.as_str()).collect();
    let schemas: Vec<&str> = schemas.into_iter().collect();
    let rows = session
        .query(
            "asking for materialized views",
            "SELECT n.nspname::text, c.relname::text,
                    c.relispopulated AND EXISTS (
                        SELECT FROM pg_index i
                        WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indisvalid
                    )
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'm' AND n.nspname::text = ANY($1)
             ORDER BY c.oid",
            &[&schemas],
        )
        .await?;
    let mut names = Vec::new();
    for row in rows {
        let (schema, view, is_concurrent): (String, String, bool) = (row.get(0), row.get(1), row.get(2));
        let how = if is_concurrent { "CONCURRENTLY " } else { "" };
        let quoted = format!("{}.{}", postgres::quoted(&schema), postgres::quoted(&view));
        let name = format!("{schema}.{view}");
        let doing = format!("refreshing view {name}");
        session
            .run(&doing, &format!("REFRESH MATERIALIZED VIEW {how}{quoted}"))
            .await?;
        names.push(name);
    }
    session.commit().await?;
    Ok(names)
}

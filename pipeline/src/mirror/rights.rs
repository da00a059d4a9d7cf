//! What the mirror's role may do on its server, before it tries.

use mlb_lake::contract::Catalog;

use super::session::Session;
use super::settings::Settings;
use crate::error::Result;

/// A server and a role's rights there.
#[derive(Clone, Debug)]
pub struct Rights {
    /// The server's version, as it says itself.
    pub server_version: String,
    /// The role.
    pub user: String,
    /// The database.
    pub database: String,
    /// `CREATE` on the database.
    pub may_create_schemas: bool,
    /// `TEMPORARY` on the database.
    pub may_create_temporary: bool,
    /// Schemas of the mirror that are not there yet.
    pub missing_schemas: Vec<String>,
    /// Schemas of the mirror that are there, and closed to the role.
    pub closed_schemas: Vec<String>,
    /// Tables in the mirror's schemas that others own.
    pub foreign_tables: Vec<String>,
}

/// Asks the server; changes nothing there, and waits for no mirror.
///
/// # Errors
/// `Mirror` with what keeps us out.
pub async fn rights(settings: &Settings, catalog: &Catalog) -> Result<Rights> {
    let session = Session::look(settings).await?;
    let asked = ask(&session, catalog).await;
    session.roll_back().await?;
    session.close().await;
    asked
}

async fn ask(session: &Session, catalog: &Catalog) -> Result<Rights> {
    let mut schemas: Vec<&str> = catalog.tables().map(|table| table.schema.as_str()).collect();
    schemas.push("meta");
    schemas.sort_unstable();
    schemas.dedup();
    let rows = session
        .query(
            "asking for rights",
            "SELECT current_setting('server_version'), current_user::text, current_database()::text,
                    has_database_privilege(current_database(), 'CREATE'),
                    has_database_privilege(current_database(), 'TEMPORARY')",
            &[],
        )
        .await?;
    let Some(row) = rows.first() else {
        return Err(super::failure::refused(
            "asking for rights",
            "the server answers nothing",
        ));
    };
    let known = session
        .query(
            "asking for schemas",
            "SELECT nspname::text, has_schema_privilege(oid, 'CREATE') AND has_schema_privilege(oid, 'USAGE')
             FROM pg_namespace WHERE nspname::text = ANY($1) ORDER BY 1",
            &[&schemas],
        )
        .await?;
    let foreign = session
        .query(
            "asking for tables",
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname::text = ANY($1) AND c.relkind IN ('r', 'p', 'v') AND NOT pg_has_role(c.relowner, 'USAGE')
             ORDER BY 1",
            &[&schemas],
        )
        .await?;
    let names: Vec<String> = known.iter().map(|row| row.get(0)).collect();
    Ok(Rights {
        server_version: row.get(0),
        user: row.get(1),
        database: row.get(2),
        may_create_schemas: row.get(3),
        may_create_temporary: row.get(4),
        missing_schemas: schemas
            .iter()
            .filter(|schema| !names.iter().any(|name| name == *schema))
            .map(|schema| (*schema).to_owned())
            .collect(),
        closed_schemas: known
            .iter()
            .filter(|row| !row.get::<_, bool>(1))
            .map(|row| row.get(0))
            .collect(),
        foreign_tables: foreign.iter().map(|row| row.get(0)).collect(),
    })
}

//! The server that the lake is mirrored into.

use super::finding::{Finding, Part};
use crate::error::Error;
use crate::mirror::{self, Rights};
use crate::settings::Settings;

const PART: Part = Part::Postgres;

/// Looks at the server: whether it lets us in, its version, what its role may do.
pub async fn examine(settings: &Settings) -> Vec<Finding> {
    let postgres = match mirror::Settings::configured() {
        Ok(Some(postgres)) => postgres,
        Ok(None) => {
            let detail = "not configured; `MLB_POSTGRES_URL` turns the mirror on";
            return vec![PART.off("mirror", detail)];
        }
        Err(e) => return vec![PART.failed("settings", e.to_string(), "correct the variable")],
    };
    let rights = match mirror::rights(&postgres, &settings.catalog).await {
        Ok(rights) => rights,
        Err(e) => return vec![refused(e)],
    };
    let connected = PART.ok(
        "connection",
        format!("{postgres}, version {}", rights.server_version),
    );
    let mut findings = vec![connected];
    findings.extend(missing(&rights));
    if findings.len() == 1 {
        findings.push(PART.ok(
            "rights",
            format!("`{}` may do what the mirror needs", rights.user),
        ));
    }
    findings
}

fn missing(rights: &Rights) -> Vec<Finding> {
    let Rights { user, database, .. } = rights;
    let mut findings = Vec::new();
    if !rights.may_create_schemas && !rights.missing_schemas.is_empty() {
        let detail = format!(
            "`{user}` may not make the schemas {}",
            rights.missing_schemas.join(", ")
        );
        let remedy = format!("GRANT CREATE ON DATABASE \"{database}\" TO \"{user}\"");
        findings.push(PART.failed("rights", detail, remedy));
    }
    if !rights.may_create_temporary {
        let detail = format!("`{user}` may not make temporary tables, which rows are copied into");
        let remedy = format!("GRANT TEMPORARY ON DATABASE \"{database}\" TO \"{user}\"");
        findings.push(PART.failed("rights", detail, remedy));
    }
    for schema in &rights.closed_schemas {
        let detail = format!("`{user}` may not make tables in schema `{schema}`");
        let remedy = format!("GRANT USAGE, CREATE ON SCHEMA \"{schema}\" TO \"{user}\"");
        findings.push(PART.failed("rights", detail, remedy));
    }
    if !rights.foreign_tables.is_empty() {
        let detail = format!("`{user}` does not own {}", rights.foreign_tables.join(", "));
        let remedy = format!("make them its own: ALTER TABLE ... OWNER TO \"{user}\"");
        findings.push(PART.failed("rights", detail, remedy));
    }
    findings
}

fn refused(error: Error) -> Finding {
    let remedy = "correct `MLB_POSTGRES_URL` or `POSTGRES_*`, or start the server";
    match error {
        Error::Mirror { context, reason } => match reason.rsplit_once("; ") {
            Some((reason, advice)) => PART.failed("connection", format!("{context}: {reason}"), advice),
            None => PART.failed("connection", format!("{context}: {reason}"), remedy),
        },
        other => PART.failed("connection", other.to_string(), remedy),
    }
}

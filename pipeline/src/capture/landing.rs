//! Landing: responses become raw rows, an observation each, or go to quarantine. Nothing is lost, nothing is stored twice.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::{Duration, Instant};

use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use jiff::Timestamp;
use mlb_lake::append;
use mlb_lake::commit::Txn;
use mlb_lake::contract::{Catalog, Contract, SourceKind, SourceSpec};
use mlb_lake::kill_point::KillPoint;
use mlb_lake::writer::Layout;
use mlb_lake::{Lake, TableId, TableSpec};
use mlb_statsapi::{CapturedAtFrom, Response};
use serde::Serialize;

use super::capture_row::{self, CaptureRow};
use super::facts::Facts;
use super::history::{History, Known, Uncovered};
use super::identify::{Identifier, Reason, Refusal};
use super::observation::{self, Observation, Unstored};
use super::quarantine::{self, Quarantined};
use super::request;
use super::stored::StoredAnswer;
use super::unmapped;
use crate::error::Result;
use crate::limits::{LANDING_BYTES_MAX, LANDING_RESPONSES_MAX};

const RAW_DESCRIPTION: &str = "Responses of the API as they were received, one row a capture";

/// What landing did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LandingReport {
    /// Responses that came.
    pub responses: u64,
    /// Bodies stored in raw.
    pub stored: u64,
    /// Bodies that raw held already.
    pub unchanged: u64,
    /// Bodies put in quarantine by this run.
    pub quarantined: u64,
    /// Bodies that were refused, also those that were in quarantine before.
    pub refused: Vec<RefusedBody>,
    /// Text stored, bytes.
    pub bytes: u64,
    /// The games that the responses were about.
    #[serde(skip)]
    pub games: Vec<i64>,
}

/// A body that did not land, for the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedBody {
    /// The file or address.
    pub origin: String,
    /// One of the words of [`Reason`].
    pub reason: String,
    /// The reason for a person.
    pub detail: String,
}

/// Lands responses, a commit for a hundred feeds or some hundred small answers.
pub struct Landing<'a> {
    lake: &'a Lake,
    catalog: &'a Catalog,
    identifier: Identifier,
    run_id: String,
    captured_at: Option<Timestamp>,
    only_games: Option<HashSet<i64>>,
    histories: HashMap<String, History>,
    /// By source, the answers before this run that were not stored.
    unstored_before: Option<HashMap<String, Vec<Unstored>>>,
    /// Sources of sets of which an answer was like the one before it: it may be newer than another request's about the same set.
    repeated: BTreeSet<String>,
    quarantined_before: Option<HashSet<String>>,
    rows: BTreeMap<String, Vec<CaptureRow>>,
    observations: Vec<Observation>,
    quarantine: Vec<Quarantined>,
    pending_bytes: usize,
    commits: i64,
    report: LandingReport,
    responses_max: usize,
    /// How long what is pending may wait for its commit, where there is a bound.
    wait_max: Option<Duration>,
    pending_since: Option<Instant>,
}

impl<'a> Landing<'a> {
    /// A landing for one run. `captured_at` dates files that do not say when they were captured; `only_games` leaves all others out.
    pub fn new(
        lake: &'a Lake,
        catalog: &'a Catalog,
        run_id: &str,
        captured_at: Option<Timestamp>,
        only_games: Option<HashSet<i64>>,
    ) -> Result<Landing<'a>> {
        Ok(Landing {
            lake,
            catalog,
            identifier: Identifier::new(catalog)?,
            run_id: run_id.to_owned(),
            captured_at,
            only_games,
            histories: HashMap::new(),
            unstored_before: None,
            repeated: BTreeSet::new(),
            quarantined_before: None,
            rows: BTreeMap::new(),
            observations: Vec::new(),
            quarantine: Vec::new(),
            pending_bytes: 0,
            commits: 0,
            report: LandingReport::default(),
            responses_max: LANDING_RESPONSES_MAX,
            wait_max: None,
            pending_since: None,
        })
    }

    /// The same landing with a commit for at most so many responses, and none later than `wait_max` after the first of them: what a
    /// killed run has to ask for again.
    pub fn committing_within(self, responses_max: usize, wait_max: Duration) -> Landing<'a> {
        Landing {
            responses_max: responses_max.clamp(1, LANDING_RESPONSES_MAX),
            wait_max: Some(wait_max),
            ..self
        }
    }

    /// What landed so far, also what is pending.
    pub fn report(&self) -> &LandingReport {
        &self.report
    }

    /// Commits what is pending.
    pub async fn flush(&mut self) -> Result<()> {
        self.commit().await
    }

    /// Takes one response; what is pending is committed once it is enough.
    pub async fn take(&mut self, response: Response) -> Result<()> {
        let response = request::with_params_of_address(response);
        let identified = self.identifier.identify(&response);
        let game = match &identified {
            Ok((_, facts)) => facts.game_pk,
            Err(refusal) => refusal.game_pk,
        };
        if let (Some(only), Some(game)) = (&self.only_games, game)
            && !only.contains(&game)
        {
            return Ok(());
        }
        self.report.responses += 1;
        match identified {
            Ok((source, facts)) => self.keep(&source, facts, response).await?,
            Err(refusal) => self.refuse(refusal, &response).await?,
        }
        let since = *self.pending_since.get_or_insert_with(Instant::now);
        let is_due = self.wait_max.is_some_and(|wait_max| since.elapsed() >= wait_max);
        if is_due || self.pending_bytes >= LANDING_BYTES_MAX || self.observations.len() >= self.responses_max
        {
            self.commit().await?;
        }
        Ok(())
    }

    /// Puts a file or answer that could not be read at all into quarantine.
    pub async fn take_unreadable(
        &mut self,
        origin: &str,
        detail: &str,
        reason: Reason,
        body_bytes: u64,
    ) -> Result<()> {
        self.report.responses += 1;
        let id = blake3::hash(format!("{origin}\n{detail}").as_bytes()).to_hex()[..32].to_owned();
        let quarantined = Quarantined {
            quarantine_id: id,
            source: None,
            capture_id: None,
            game_pk: None,
            origin: origin.to_owned(),
            reason: reason.as_str().to_owned(),
            detail: detail.to_owned(),
            body_bytes: body_bytes as i64,
            data: None,
            quarantined_at: Timestamp::now(),
            run_id: self.run_id.clone(),
        };
        self.put_in_quarantine(quarantined).await
    }

    /// Makes the history of a source known.
    async fn read_history(&mut self, source: &str) -> Result<()> {
        if self.histories.contains_key(source) {
            return Ok(());
        }
        if self.unstored_before.is_none() {
            self.unstored_before = Some(observation::all_unstored(self.lake).await?);
        }
        let unstored = self.unstored_before.as_mut();
        let unstored = unstored
            .and_then(|before| before.remove(source))
            .unwrap_or_default();
        let history = History::read(self.lake, &self.raw_table(source), &unstored).await?;
        self.histories.insert(source.to_owned(), history);
        Ok(())
    }

    async fn keep(&mut self, source: &str, facts: Facts, response: Response) -> Result<()> {
        let mapped = self.catalog.source(source);
        let Some(contract) = mapped.or_else(|| unmapped::contract_of_source(source)) else {
            return Ok(());
        };
        let latency_ms = response.latency.map(|latency| latency.as_secs_f64() * 1e3);
        let row = self.capture_row(contract, &facts, response);
        self.report.games.extend(facts.game_pk);
        self.read_history(source).await?;
        let Some(history) = self.histories.get(source) else {
            return Ok(());
        };
        let moment = row.captured_at.as_microsecond();
        let known = history.look_up(&row.capture_id, &row.url, moment, &row.body_hash);
        let stored = known == Known::New;
        self.observations.push(Observation {
            source: source.to_owned(),
            url: row.url.clone(),
            capture_id: row.capture_id.clone(),
            captured_at: row.captured_at,
            status_code: row.status_code,
            latency_ms,
            body_bytes: row.data.len() as i64,
            body_hash: row.body_hash.clone(),
            stored,
            run_id: self.run_id.clone(),
        });
        if !stored {
            self.report.unchanged += 1;
            if let (Known::Unchanged, Some(history)) = (known, self.histories.get_mut(source)) {
                let is_news = history.add_unstored(&row.url, moment, &row.body_hash);
                if is_news && contract.kind() == SourceKind::Sets && !contract.tables.is_empty() {
                    self.repeated.insert(source.to_owned());
                }
            }
            return Ok(());
        }
        let history = self.histories.get(source);
        let uncovered = history.and_then(|history| history.uncovered_by(&row.url, moment, &row.body_hash));
        let url = row.url.clone();
        self.store(source, row);
        match uncovered {
            Some(uncovered) => self.store_uncovered(contract, url, uncovered).await,
            None => Ok(()),
        }
    }

    fn store(&mut self, source: &str, row: CaptureRow) {
        if let Some(history) = self.histories.get_mut(source) {
            history.add(
                &row.capture_id,
                &row.url,
                row.captured_at.as_microsecond(),
                &row.body_hash,
            );
        }
        self.report.stored += 1;
        self.report.bytes += row.data.len() as u64;
        self.pending_bytes += row.data.len();
        self.rows.entry(source.to_owned()).or_default().push(row);
    }

    /// Stores an answer that was seen before and held to be unchanged; its body is in raw, or about to be.
    async fn store_uncovered(
        &mut self,
        contract: &Contract,
        url: String,
        uncovered: Uncovered,
    ) -> Result<()> {
        let source = contract.source.name.as_str();
        let request = super::history::request_of(&url);
        let is_it = |row: &&CaptureRow| {
            row.body_hash == uncovered.body_hash && super::history::request_of(&row.url) == request
        };
        let pending = self.rows.get(source).into_iter().flatten().find(is_it);
        let answer = match pending {
            Some(row) => Some(StoredAnswer::from(row)),
            None => {
                StoredAnswer::find(self.lake, &self.raw_table(source), &url, &uncovered.body_hash).await?
            }
        };
        let (Some(answer), Ok(captured_at)) = (answer, Timestamp::from_microsecond(uncovered.captured_at_us))
        else {
            return Ok(());
        };
        let response = answer.response(url, captured_at);
        if let Ok((_, facts)) = self.identifier.identify(&response) {
            let row = self.capture_row(contract, &facts, response);
            self.store(source, row);
        }
        Ok(())
    }

    async fn refuse(&mut self, refusal: Refusal, response: &Response) -> Result<()> {
        let origin = origin_of(response);
        let detail = refusal.detail;
        let body_hash = blake3::hash(&response.body).to_hex();
        let id = blake3::hash(format!("{origin}\n{body_hash}\n{detail}").as_bytes()).to_hex();
        self.put_in_quarantine(Quarantined {
            quarantine_id: id[..32].to_owned(),
            source: refusal.source,
            capture_id: None,
            game_pk: refusal.game_pk,
            origin,
            reason: refusal.reason.as_str().to_owned(),
            detail,
            body_bytes: response.body.len() as i64,
            data: Some(response.body.clone()),
            quarantined_at: Timestamp::now(),
            run_id: self.run_id.clone(),
        })
        .await
    }

    async fn put_in_quarantine(&mut self, row: Quarantined) -> Result<()> {
        if self.quarantined_before.is_none() {
            let known = quarantine::known(self.lake).await?;
            self.quarantined_before = Some(known.into_keys().collect());
        }
        self.report.refused.push(RefusedBody {
            origin: row.origin.clone(),
            reason: row.reason.clone(),
            detail: row.detail.clone(),
        });
        let is_new = self
            .quarantined_before
            .as_mut()
            .is_some_and(|before| before.insert(row.quarantine_id.clone()));
        if is_new {
            self.report.quarantined += 1;
            self.pending_bytes += row.data.as_ref().map_or(0, Bytes::len);
            self.quarantine.push(row);
        }
        Ok(())
    }

    fn capture_row(&self, contract: &Contract, facts: &Facts, response: Response) -> CaptureRow {
        let source = &contract.source;
        let (captured_at, captured_at_from) = self.moment(facts, &response);
        let path_params = request::path_params(contract, facts, &response);
        let query_params = &response.query_params;
        let url = request::address_of(contract, &path_params, &response);
        let asked = response.endpoint.as_deref().zip(response.method.as_deref());
        let (endpoint, method) = asked.unwrap_or((source.endpoint.as_str(), source.method.as_str()));
        let (endpoint, method) = (endpoint.to_owned(), method.to_owned());
        let body_hash = blake3::hash(&response.body).to_hex().to_string();
        let request = super::history::request_of(&url);
        let identity = format!(
            "{}\n{request}\n{}\n{body_hash}",
            source.name,
            captured_at.as_microsecond()
        );
        CaptureRow {
            capture_id: blake3::hash(identity.as_bytes()).to_hex()[..32].to_owned(),
            endpoint,
            method,
            path_params: request::json_of(&path_params),
            query_params: request::json_of(query_params),
            url,
            status_code: response.status_code.map(i32::from),
            captured_at,
            captured_at_from,
            ingested_at: Timestamp::now(),
            document_at: facts.document_at,
            body_hash,
            origin: response.origin.name(),
            run_id: self.run_id.clone(),
            game_pk: facts.game_pk,
            game_date: facts.game_date,
            season: facts.season,
            phase: facts.phase(),
            data: response.body,
        }
    }

    /// When a body was captured, and what says so. Never the clock of the run.
    fn moment(&self, facts: &Facts, response: &Response) -> (Timestamp, &'static str) {
        if let Some(at) = response.captured_at {
            return (
                at,
                response
                    .captured_at_from
                    .unwrap_or(CapturedAtFrom::Envelope)
                    .name(),
            );
        }
        if let Some(at) = facts.document_at {
            return (at, CapturedAtFrom::Document.name());
        }
        if let Some(at) = self.captured_at {
            return (at, CapturedAtFrom::Option.name());
        }
        (
            response.file_modified_at.unwrap_or(Timestamp::UNIX_EPOCH),
            CapturedAtFrom::FileModified.name(),
        )
    }

    fn raw_table(&self, source: &str) -> TableId {
        let (schema, table) = source.split_once('.').unwrap_or(("", source));
        TableId::raw(schema, table)
    }

    async fn commit(&mut self) -> Result<()> {
        self.commits += 1;
        let txn = Txn::one_time(format!("ingest/{}", self.run_id), self.commits);
        let arrow = |e| mlb_lake::Error::arrow("captures")(e);
        for (source, rows) in std::mem::take(&mut self.rows) {
            let spec = raw_table(self.raw_table(&source));
            let mut rows = rows;
            rows.sort_by(|a, b| (a.phase, a.season, a.game_pk).cmp(&(b.phase, b.season, b.game_pk)));
            let batches = rows
                .chunks(mlb_lake::limits::RAW_ROW_GROUP_ROWS_MAX)
                .map(|rows| capture_row::batch(rows).map_err(arrow))
                .collect::<Result<Vec<_>, _>>()?;
            if let Some(staged) = append::stage(self.lake, &spec, &batches).await? {
                KillPoint::RawWritten.reached();
                staged.commit(&txn).await?;
                KillPoint::RawCommitted.reached();
            }
        }
        let observations = observation::batch(&std::mem::take(&mut self.observations)).map_err(arrow)?;
        append::append(self.lake, &observation::book(), &[observations], &txn).await?;
        KillPoint::ObservationsCommitted.reached();
        self.tell_repeated().await?;
        quarantine::append(self.lake, &std::mem::take(&mut self.quarantine), &txn).await?;
        self.pending_bytes = 0;
        self.pending_since = None;
        Ok(())
    }

    /// Lets the transforms of sources of sets look at answers that were like the one before them: they stand in the observations.
    async fn tell_repeated(&mut self) -> Result<()> {
        let txn = Txn::one_time(format!("observed/{}", self.run_id), self.commits);
        for source in std::mem::take(&mut self.repeated) {
            append::touch(self.lake, &self.raw_table(&source), &txn).await?;
        }
        Ok(())
    }

    /// Commits what is pending and tells what was done.
    pub async fn finish(mut self) -> Result<LandingReport> {
        self.commit().await?;
        self.report.games.sort_unstable();
        self.report.games.dedup();
        Ok(self.report)
    }
}

/// The raw table of a source.
pub fn raw_table_of(source: &SourceSpec) -> TableSpec {
    raw_table(TableId::raw_of(source))
}

/// A raw table, whatever lands there.
pub fn raw_table(id: TableId) -> TableSpec {
    TableSpec {
        id,
        schema: capture_row::schema(),
        partition_by: &capture_row::PARTITION_BY,
        description: RAW_DESCRIPTION.to_owned(),
        layout: Layout::Raw,
    }
}

/// A book of the lake: small, not partitioned.
pub fn book(id: TableId, schema: SchemaRef, description: &str) -> TableSpec {
    TableSpec {
        id,
        schema,
        partition_by: &[],
        description: description.to_owned(),
        layout: Layout::Normalized,
    }
}

fn origin_of(response: &Response) -> String {
    response
        .file
        .clone()
        .or_else(|| response.url.clone())
        .unwrap_or_else(|| "an unnamed response".to_owned())
}

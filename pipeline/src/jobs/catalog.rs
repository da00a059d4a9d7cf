//! All jobs together: what they name of each other and of the mappings is there, and none waits for itself.

use std::path::{Path, PathBuf};

use mlb_lake::contract::nearest::did_you_mean;
use mlb_lake::contract::{Catalog, ContractError, Findings, Home, Place, files};

use super::job::{Engine, Job};
use super::read::{self, ReadJob};
use crate::error::{Error, Result};

/// The jobs of a folder, each after those that it depends on.
#[derive(Clone, Debug)]
pub struct Jobs {
    jobs: Vec<Job>,
}

impl Jobs {
    /// Where the project's jobs are.
    pub fn folder(home: &Home) -> PathBuf {
        home.mappings.with_file_name("pipeline").join("jobs")
    }

    /// Reads the project's jobs.
    ///
    /// # Errors
    /// `Contract` with everything that is wrong with them; `Config` where there is none.
    pub fn read(home: &Home, catalog: &Catalog) -> Result<Jobs> {
        let folder = Jobs::folder(home);
        let texts = texts_of(&folder, |_| true)?;
        if texts.is_empty() {
            return Err(Error::Config {
                what: format!("no job (`*.yaml`) in `{}`", folder.display()),
                reason: "check the folder, or set `MLB_HOME`".to_owned(),
            });
        }
        Jobs::of_texts(&texts, catalog)
    }

    /// Reads a file beside the project's jobs, on which it may depend, and answers with its job.
    ///
    /// # Errors
    /// As [`Jobs::read`].
    pub fn read_file(file: &Path, home: &Home, catalog: &Catalog) -> Result<Job> {
        let folder = Jobs::folder(home);
        let is_other = |path: &Path| {
            let both = (path.canonicalize(), file.canonicalize());
            !matches!(both, (Ok(path), Ok(file)) if path == file)
        };
        let mut texts = texts_of(&folder, is_other)?;
        let shown = file.display().to_string();
        texts.push((shown.clone(), files::read_text(file, &shown)?));
        let jobs = Jobs::of_texts(&texts, catalog)?;
        let found = jobs.jobs.into_iter().find(|job| job.file == shown);
        found.ok_or_else(|| Error::Config {
            what: shown,
            reason: "it holds no job".to_owned(),
        })
    }

    fn of_texts(texts: &[(String, String)], catalog: &Catalog) -> Result<Jobs> {
        Jobs::parse(
            texts.iter().map(|(file, text)| (file.as_str(), text.as_str())),
            catalog,
        )
    }

    /// Reads jobs from their texts, each with the name that messages show.
    ///
    /// # Errors
    /// `Contract` with everything that is wrong with them.
    pub fn parse<'text>(
        files: impl IntoIterator<Item = (&'text str, &'text str)>,
        catalog: &Catalog,
    ) -> Result<Jobs> {
        let mut jobs: Vec<(ReadJob, Findings)> = Vec::new();
        let mut lost: Vec<Findings> = Vec::new();
        for (file, text) in files {
            let mut findings = Findings::new(file);
            match read::read(file, text, &mut findings) {
                Some(job) => jobs.push((job, findings)),
                None => lost.push(findings),
            }
        }
        jobs.sort_by(|(one, _), (other, _)| one.job.name.cmp(&other.job.name));
        check_names(&mut jobs);
        check_sources(&mut jobs, catalog);
        let mut order = Vec::new();
        // With a job lost, what it would have offered looks unknown.
        if lost.is_empty() {
            check_dependencies(&mut jobs);
            order = check_cycles(&mut jobs);
        }
        let (jobs, findings): (Vec<ReadJob>, Vec<Findings>) = jobs.into_iter().unzip();
        let findings: Vec<Findings> = findings
            .into_iter()
            .chain(lost)
            .filter(|findings| !findings.is_empty())
            .collect();
        if !findings.is_empty() {
            return Err(ContractError::wrong(findings).into());
        }
        let mut jobs: Vec<Option<Job>> = jobs.into_iter().map(|read| Some(read.job)).collect();
        Ok(Jobs {
            jobs: order.into_iter().filter_map(|index| jobs[index].take()).collect(),
        })
    }

    /// All, each after those that it depends on.
    pub fn iter(&self) -> impl Iterator<Item = &Job> {
        self.jobs.iter()
    }

    /// The job of this name.
    ///
    /// # Errors
    /// `Config` with the nearest right name.
    pub fn named(&self, name: &str) -> Result<&Job> {
        self.jobs.iter().find(|job| job.name == name).ok_or_else(|| {
            let known = self.jobs.iter().map(|job| job.name.as_str());
            let hint = match did_you_mean(name, known) {
                hint if hint.is_empty() => "; `mlb jobs list` lists all".to_owned(),
                hint => hint,
            };
            Error::Config {
                what: format!("job `{name}`"),
                reason: format!("there is none{hint}"),
            }
        })
    }
}

/// Some files of a folder with the names that messages show, and their texts; none where it is not there.
fn texts_of(folder: &Path, keep: impl Fn(&Path) -> bool) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    if !folder.is_dir() {
        return Ok(texts);
    }
    for path in files::yaml_files(folder)?.into_iter().filter(|path| keep(path)) {
        let shown = files::shown(folder.parent().unwrap_or(folder), &path);
        let text = files::read_text(&path, &shown)?;
        texts.push((shown, text));
    }
    Ok(texts)
}

/// No two jobs have the same name; they are in the order of their names.
fn check_names(jobs: &mut [(ReadJob, Findings)]) {
    for index in 1..jobs.len() {
        let (before, after) = jobs.split_at_mut(index);
        if let (Some((earlier, _)), Some((later, findings))) = (before.last(), after.first_mut())
            && earlier.job.name == later.job.name
        {
            let message = format!("job `{}` is in `{}` already", later.job.name, earlier.job.file);
            findings.add(later.name_place, message);
        }
    }
}

fn check_sources(jobs: &mut [(ReadJob, Findings)], catalog: &Catalog) {
    for (read, findings) in jobs {
        for (source, place) in read.job.transform.iter().zip(&read.transform) {
            if catalog.source(source).is_none() {
                let known = catalog.sources().map(|source| source.name.as_str());
                let hint = did_you_mean(source, known);
                findings.add(*place, format!("no mapping has a source `{source}`{hint}"));
            }
        }
    }
}

fn check_dependencies(jobs: &mut [(ReadJob, Findings)]) {
    let known: Vec<(String, Engine)> = jobs
        .iter()
        .map(|(read, _)| (read.job.name.clone(), read.job.engine))
        .collect();
    for (read, findings) in jobs {
        for (name, place) in read.job.depends_on.iter().zip(&read.depends_on) {
            match known.iter().find(|(known, _)| known == name) {
                Some((_, Engine::Batch)) => {}
                Some((_, Engine::Streaming)) => {
                    let message = format!("`{name}` is a streaming job, for which nothing can wait");
                    findings.add(*place, message);
                }
                None => {
                    let names = known.iter().map(|(name, _)| name.as_str());
                    let hint = did_you_mean(name, names);
                    findings.add(*place, format!("there is no job `{name}` to depend on{hint}"));
                }
            }
        }
    }
}

/// How far the search for a cycle is with a job.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    None,
    UnderWay,
    Done,
}

/// Answers with the jobs in an order in which each comes after those that it depends on.
fn check_cycles(jobs: &mut [(ReadJob, Findings)]) -> Vec<usize> {
    let mut search = Search {
        edges: edges(jobs),
        visits: vec![Visit::None; jobs.len()],
        path: Vec::new(),
        order: Vec::new(),
        cycles: Vec::new(),
    };
    for index in 0..jobs.len() {
        search.visit(index);
    }
    for cycle in search.cycles {
        let names: Vec<String> = cycle
            .jobs
            .iter()
            .map(|index| jobs[*index].0.job.name.clone())
            .collect();
        let first = names.first().cloned().unwrap_or_default();
        let message = format!(
            "job `{first}` waits for itself: {} -> {first}; take one of them out of its `depends_on`",
            names.join(" -> ")
        );
        if let Some(last) = cycle.jobs.last() {
            jobs[*last].1.add(cycle.place, message);
        }
    }
    search.order
}

/// Of each job, those that it depends on, and where that is written.
fn edges(jobs: &[(ReadJob, Findings)]) -> Vec<Vec<(usize, Place)>> {
    let index_of = |name: &String| jobs.iter().position(|(read, _)| read.job.name == *name);
    jobs.iter()
        .map(|(read, _)| {
            let names = read.job.depends_on.iter().zip(&read.depends_on);
            names
                .filter_map(|(name, place)| Some((index_of(name)?, *place)))
                .collect()
        })
        .collect()
}

struct Search {
    edges: Vec<Vec<(usize, Place)>>,
    visits: Vec<Visit>,
    path: Vec<usize>,
    order: Vec<usize>,
    cycles: Vec<Cycle>,
}

/// Jobs that wait for each other, and where the last of them names the first.
struct Cycle {
    jobs: Vec<usize>,
    place: Place,
}

impl Search {
    fn visit(&mut self, index: usize) {
        if self.visits[index] != Visit::None {
            return;
        }
        self.visits[index] = Visit::UnderWay;
        self.path.push(index);
        for (next, place) in self.edges[index].clone() {
            if self.visits[next] == Visit::UnderWay {
                let start = self.path.iter().position(|job| *job == next).unwrap_or_default();
                self.cycles.push(Cycle {
                    jobs: self.path[start..].to_vec(),
                    place,
                });
            }
            self.visit(next);
        }
        self.path.pop();
        self.visits[index] = Visit::Done;
        self.order.push(index);
    }
}

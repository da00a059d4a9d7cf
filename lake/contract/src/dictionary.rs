//! The data dictionary: a contract as Markdown.

use super::{Contract, Narrowing, Origin, ParamSpec, SourceSpec, TableContract};

/// A contract as Markdown: its source, then its tables with every column.
pub fn markdown(contract: &Contract) -> String {
    let mut text = source_section(&contract.source);
    text.push_str(&format!("From `{}`.\n", contract.file));
    for table in &contract.tables {
        text.push('\n');
        text.push_str(&table_section(table));
    }
    text
}

/// A table as a section of Markdown.
pub fn table_section(table: &TableContract) -> String {
    let mut text = format!(
        "## {}\n\n{}\n\n",
        table.qualified_name(),
        table.description.trim_end()
    );
    text.push_str(&format!(
        "- One row per {}.\n- Key: {}.\n",
        table.grain,
        names(&table.key)
    ));
    text.push_str(&match table.replace_by.as_slice() {
        [] => "- Replaced as a whole.\n".to_owned(),
        columns => format!("- Replaced as a set by {}.\n", names(columns)),
    });
    for reference in &table.references {
        text.push_str(&format!(
            "- {} refers to `{}`.\n",
            names(&reference.columns),
            reference.table
        ));
    }
    for index in &table.indexes {
        text.push_str(&format!("- Index: {}.\n", names(index)));
    }
    for rule in &table.rules {
        text.push_str(&format!("- Rule `{}`: `{}`.\n", rule.name, rule.check));
    }
    text.push_str("\n| column | type | null | what | from |\n| --- | --- | --- | --- | --- |\n");
    for column in &table.columns {
        let null = if column.nullable { "yes" } else { "no" };
        let from = match &column.origin {
            Origin::Derived(how) => cell(how),
            Origin::Path(path) => format!("`{}`", cell(path)),
        };
        let (name, data_type) = (&column.name, column.data_type.name());
        text.push_str(&format!(
            "| `{name}` | {data_type} | {null} | {} | {from} |\n",
            cell(&column.description)
        ));
    }
    text
}

fn source_section(source: &SourceSpec) -> String {
    let SourceSpec {
        name,
        endpoint,
        method,
        methods,
        description,
        request,
        narrowed_by,
        required_items,
        ..
    } = source;
    let mut text = format!("# {name}\n\n{}\n\n", description.trim_end());
    text.push_str(&format!(
        "- `{endpoint}.{method}()`: `{} {}`\n",
        request.method, request.path
    ));
    for param in &request.path_params {
        text.push_str(&param_line("path", param));
    }
    for param in &request.query_params {
        text.push_str(&param_line("query", param));
    }
    let other_methods: Vec<String> = methods.iter().filter(|other| *other != method).cloned().collect();
    let required: Vec<String> = source
        .required
        .iter()
        .map(|path| path.as_str().to_owned())
        .collect();
    let narrowed_by: Vec<String> = narrowed_by.iter().map(narrowing).collect();
    for (what, listed) in [
        ("Answers of the same shape come from", names(&other_methods)),
        (
            "Only a part of its sets is in an answer with",
            narrowed_by.join(", "),
        ),
        ("A body counts if it has", names(&required)),
        ("A body counts if its first item has", names(required_items)),
    ] {
        if !listed.is_empty() {
            text.push_str(&format!("- {what} {listed}.\n"));
        }
    }
    text.push('\n');
    text
}

fn param_line(place: &str, param: &ParamSpec) -> String {
    format!(
        "- {place} parameter `{}` ({}): {}\n",
        param.name,
        param.data_type.name(),
        param.description.trim_end()
    )
}

/// `` `sportId` (other than `1`) ``
fn narrowing(narrowing: &Narrowing) -> String {
    let name = names(std::slice::from_ref(&narrowing.name));
    if narrowing.unless.is_empty() {
        return name;
    }
    format!("{name} (other than {})", names(&narrowing.unless))
}

fn names(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Text that stays within its cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

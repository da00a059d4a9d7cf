//! Which leaves a SELECT needs, read from its optimized plan.
//!
//! An item column (`event`) is only ever used through chains of `get_field` (`event.pitchData.startSpeed`) or for its validity
//! (`event.hitData IS NOT NULL`); that it passes through a projection on the way means nothing. Whatever else is done with an item
//! keeps all of it.

use std::collections::{BTreeMap, BTreeSet};

use arrow::datatypes::DataType;
use datafusion::common::Column;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan};
use datafusion::scalar::ScalarValue;

/// How one item column is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ItemUsage {
    /// Chains whose end only is needed: a leaf, or the validity of a struct.
    pub(super) chains: BTreeSet<Vec<String>>,
    /// Chains below which everything is needed.
    pub(super) subtrees: BTreeSet<Vec<String>>,
}

/// What a SELECT needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// By the item column's name.
    pub(super) items: BTreeMap<String, ItemUsage>,
    /// The columns that are read of each level.
    pub(super) levels: BTreeMap<String, BTreeSet<String>>,
    /// Items that pass through a projection or are used as they are: a plan cannot do without the item itself.
    pub(super) whole: BTreeSet<String>,
}

/// Reads an optimized plan.
pub(super) fn of_plan(plan: &LogicalPlan) -> Result<Usage> {
    let mut usage = Usage::default();
    let mut extracted = Vec::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            let columns = scan
                .projected_schema
                .fields()
                .iter()
                .map(|field| field.name().clone());
            usage
                .levels
                .entry(scan.table_name.table().to_owned())
                .or_default()
                .extend(columns);
            for filter in &scan.filters {
                usage.add(filter, scan.source.schema().as_ref(), &mut |_| None)?;
            }
            return Ok(TreeNodeRecursion::Continue);
        }
        let inputs = node.inputs();
        let passes_through = matches!(node, LogicalPlan::Projection(_));
        node.apply_expressions(|expr| {
            if passes_through && let Some(column) = plain_column(expr) {
                let of = |input: &&LogicalPlan| expr.get_type(input.schema().as_ref()).ok();
                if inputs.iter().find_map(of).is_some_and(|t| t.is_nested()) {
                    usage.whole.insert(column.name.clone());
                }
                return Ok(TreeNodeRecursion::Continue);
            }
            let mut type_of = |expr: &Expr| {
                inputs
                    .iter()
                    .find_map(|input| expr.get_type(input.schema().as_ref()).ok())
            };
            if let Some(struct_taken_out) = Extracted::of(expr, &mut type_of) {
                extracted.push(struct_taken_out);
                return Ok(TreeNodeRecursion::Continue);
            }
            usage.add(expr, &arrow::datatypes::Schema::empty(), &mut type_of)?;
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    extracted
        .into_iter()
        .for_each(|taken_out| usage.add_extracted(taken_out));
    Ok(usage)
}

/// A struct that the optimizer takes out of an item under a name of its own, as it does for `event.hitData IS NOT NULL`.
struct Extracted {
    name: String,
    item: String,
    chain: Vec<String>,
}

impl Extracted {
    fn of(expr: &Expr, type_of: &mut TypeOf) -> Option<Extracted> {
        let Expr::Alias(alias) = expr else { return None };
        let (column, chain) = chain_of(&alias.expr)?;
        let is_struct = type_of(&alias.expr).is_some_and(|t| t.is_nested());
        (is_struct && !chain.is_empty()).then(|| Extracted {
            name: alias.name.clone(),
            item: column.name.clone(),
            chain,
        })
    }
}

type TypeOf<'a> = dyn FnMut(&Expr) -> Option<DataType> + 'a;

impl Usage {
    fn add(&mut self, expr: &Expr, scanned: &arrow::datatypes::Schema, type_of: &mut TypeOf) -> Result<()> {
        let mut type_of = |expr: &Expr| match expr {
            Expr::Column(column) => scanned
                .field_with_name(&column.name)
                .ok()
                .map(|field| field.data_type().clone())
                .or_else(|| type_of(expr)),
            other => type_of(other),
        };
        self.walk(expr, false, &mut type_of)
    }

    /// Where the new name is only asked whether it is there, so is the struct.
    fn add_extracted(&mut self, extracted: Extracted) {
        let is_only_asked = self
            .items
            .get(&extracted.name)
            .is_some_and(|used| used.subtrees.is_empty() && used.chains.iter().all(Vec::is_empty));
        let item = self.items.entry(extracted.item).or_default();
        let set = if is_only_asked {
            &mut item.chains
        } else {
            &mut item.subtrees
        };
        set.insert(extracted.chain);
    }

    fn walk(&mut self, expr: &Expr, validity_only: bool, type_of: &mut TypeOf) -> Result<()> {
        if let Some((column, chain)) = chain_of(expr) {
            let is_item = type_of(&Expr::Column(column.clone())).is_some_and(|t| t.is_nested());
            if is_item {
                let ends_in_leaf = type_of(expr).is_some_and(|t| !t.is_nested());
                if chain.is_empty() {
                    self.whole.insert(column.name.clone());
                }
                let item = self.items.entry(column.name.clone()).or_default();
                let set = if validity_only || ends_in_leaf {
                    &mut item.chains
                } else {
                    &mut item.subtrees
                };
                set.insert(chain);
            }
            return Ok(());
        }
        match expr {
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => self.walk(inner, true, type_of),
            _ => expr
                .apply_children(|child| {
                    self.walk(child, false, type_of)?;
                    Ok(TreeNodeRecursion::Continue)
                })
                .map(|_| ()),
        }
    }
}

fn plain_column(expr: &Expr) -> Option<&Column> {
    match expr {
        Expr::Column(column) => Some(column),
        Expr::Alias(alias) => match alias.expr.as_ref() {
            Expr::Column(column) if column.name == alias.name => Some(column),
            _ => None,
        },
        _ => None,
    }
}

/// `event.pitchData.startSpeed` as its column and the names after it; a bare column has none.
pub(super) fn chain_of(expr: &Expr) -> Option<(&Column, Vec<String>)> {
    match expr {
        Expr::Column(column) => Some((column, Vec::new())),
        Expr::ScalarFunction(call) if call.name() == "get_field" => {
            let (base, names) = call.args.split_first()?;
            let (column, mut chain) = chain_of(base)?;
            for name in names {
                match name {
                    Expr::Literal(ScalarValue::Utf8(Some(name)) | ScalarValue::Utf8View(Some(name)), _) => {
                        chain.push(name.clone());
                    }
                    _ => return None,
                }
            }
            Some((column, chain))
        }
        _ => None,
    }
}

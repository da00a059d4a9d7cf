//! An optimized plan, made to read other tables: those that hold only what the plan uses. To plan the SELECT again would cost as much as
//! planning it did.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::common::DFSchemaRef;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::logical_plan::{LogicalPlan, TableScan, TableScanBuilder, Union};
use datafusion::logical_expr::{Expr, TableSource};

use super::flat;
use super::usage::{Usage, chain_of};

/// Lets a plan's scans read `sources`, by level; `usage` is what the plan uses. What it took out of an item it reads from the leaf's column,
/// unless it needs the item itself.
pub(super) fn retarget(
    plan: LogicalPlan,
    sources: &BTreeMap<String, Arc<dyn TableSource>>,
    usage: &Usage,
) -> Result<LogicalPlan> {
    let retargeted = plan.transform_up_with_subqueries(|node| {
        let node = match node {
            LogicalPlan::TableScan(scan) => LogicalPlan::TableScan(retarget_scan(scan, sources, usage)?),
            LogicalPlan::Union(union) => LogicalPlan::Union(Union::try_new(union.inputs)?),
            other => {
                let inputs: Vec<_> = other
                    .inputs()
                    .iter()
                    .map(|input| Arc::clone(input.schema()))
                    .collect();
                let names = NamePreserver::new(&other);
                let flat = other.map_expressions(|expr| {
                    let name = names.save(&expr);
                    let flat = expr.transform_down(|expr| Ok(flatten(expr, &inputs)))?;
                    Ok(flat.update_data(|expr| name.restore(expr)))
                })?;
                flat.data.recompute_schema()?
            }
        };
        Ok(Transformed::yes(node))
    })?;
    Ok(retargeted.data)
}

fn retarget_scan(
    scan: TableScan,
    sources: &BTreeMap<String, Arc<dyn TableSource>>,
    usage: &Usage,
) -> Result<TableScan> {
    // A table function is a scan, too.
    let Some(source) = sources.get(scan.table_name.table()) else {
        return Ok(scan);
    };
    let schema = source.schema();
    let mut projection = Vec::new();
    for field in scan.projected_schema.fields() {
        if !field.data_type().is_nested() || usage.whole.contains(field.name()) {
            projection.push(schema.index_of(field.name())?);
            continue;
        }
        let leaves = flat::chains(usage, field.name()).map(|chain| flat::flat_name(field.name(), chain));
        projection.extend(leaves.filter_map(|leaf| schema.index_of(&leaf).ok()));
    }
    projection.sort_unstable();
    projection.dedup();
    TableScanBuilder::new(scan.table_name, Arc::clone(source))
        .with_projection(Some(projection))
        .with_fetch(scan.fetch)
        .build()
}

/// Only where an input has the leaf's column: a struct that the SELECT made itself has none.
fn flatten(expr: Expr, inputs: &[DFSchemaRef]) -> Transformed<Expr> {
    let leaf = match chain_of(&expr) {
        Some((item, chain)) if !chain.is_empty() => flat::flat_column(item, &chain),
        _ => return Transformed::no(expr),
    };
    if inputs.iter().any(|input| input.has_column(&leaf)) {
        return Transformed::new(Expr::Column(leaf), true, TreeNodeRecursion::Jump);
    }
    Transformed::no(expr)
}

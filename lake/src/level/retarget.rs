//! An optimized plan, made to read other tables: those that hold only what the plan uses. To plan the SELECT again would cost as much as
//! planning it did.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::common::plan_datafusion_err;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::logical_plan::{LogicalPlan, TableScan, TableScanBuilder};
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
            other => {
                let names = NamePreserver::new(&other);
                let flat = other.map_expressions(|expr| {
                    let name = names.save(&expr);
                    let flat = expr.transform_down(|expr| Ok(flatten(expr, usage)))?;
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
    let level = scan.table_name.table();
    let source = sources
        .get(level)
        .ok_or_else(|| plan_datafusion_err!("nothing is read of level `{level}`"))?;
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
        .with_filters(scan.filters)
        .with_fetch(scan.fetch)
        .build()
}

fn flatten(expr: Expr, usage: &Usage) -> Transformed<Expr> {
    match chain_of(&expr) {
        Some((item, chain)) if !chain.is_empty() && !usage.whole.contains(&item.name) => {
            let leaf = Expr::Column(flat::flat_column(item, &chain));
            Transformed::new(leaf, true, TreeNodeRecursion::Jump)
        }
        _ => Transformed::no(expr),
    }
}

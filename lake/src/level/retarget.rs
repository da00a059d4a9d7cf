//! An optimized plan, made to read other tables: those that hold only what the plan uses. To plan the SELECT again would cost as much as
//! planning it did.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::common::plan_datafusion_err;
use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::logical_expr::TableSource;
use datafusion::logical_expr::logical_plan::{LogicalPlan, TableScanBuilder};

/// Lets a plan's scans read `sources`, by level, and works out the types above them again.
pub(super) fn retarget(
    plan: LogicalPlan,
    sources: &BTreeMap<String, Arc<dyn TableSource>>,
) -> Result<LogicalPlan> {
    let retargeted = plan.transform_up_with_subqueries(|node| {
        let node = match node {
            LogicalPlan::TableScan(scan) => {
                let level = scan.table_name.table();
                let source = sources
                    .get(level)
                    .ok_or_else(|| plan_datafusion_err!("nothing is read of level `{level}`"))?;
                let fields = scan.projected_schema.fields().iter();
                let projection = fields
                    .map(|field| Ok(source.schema().index_of(field.name())?))
                    .collect::<Result<Vec<_>>>()?;
                let scan = TableScanBuilder::new(scan.table_name, Arc::clone(source))
                    .with_projection(Some(projection))
                    .with_filters(scan.filters)
                    .with_fetch(scan.fetch)
                    .build()?;
                LogicalPlan::TableScan(scan)
            }
            other => other.recompute_schema()?,
        };
        Ok(Transformed::yes(node))
    })?;
    Ok(retargeted.data)
}

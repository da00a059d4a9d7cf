//! The leaf of a level's plan: it hands out the batch that its task carries.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::memory::MemoryStream;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PhysicalExpr, PlanProperties,
};

/// The rows of all levels of one decoded batch; a task carries them as an extension of its session's configuration.
#[derive(Debug, Default)]
pub struct LevelBatches {
    /// By the level's name.
    pub by_level: HashMap<String, RecordBatch>,
}

/// Reads one level.
#[derive(Debug)]
pub(super) struct LevelScan {
    level: String,
    projection: Vec<usize>,
    properties: Arc<PlanProperties>,
    schema: SchemaRef,
}

impl LevelScan {
    pub(super) fn new(level: &str, full: &SchemaRef, projection: Vec<usize>) -> Result<LevelScan> {
        let schema: SchemaRef = Arc::new(full.project(&projection)?);
        let properties = PlanProperties::new(
            EquivalenceProperties::new(Arc::clone(&schema)),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Ok(LevelScan {
            level: level.to_owned(),
            projection,
            properties: Arc::new(properties),
            schema,
        })
    }
}

impl DisplayAs for LevelScan {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LevelScan: {}", self.level)
    }
}

impl ExecutionPlan for LevelScan {
    fn name(&self) -> &'static str {
        "LevelScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn with_new_children(self: Arc<Self>, _: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let batches = context.session_config().get_extension::<LevelBatches>();
        let batch = batches
            .as_ref()
            .and_then(|batches| batches.by_level.get(&self.level))
            .ok_or_else(|| {
                DataFusionError::Internal(format!("the task carries no rows of level `{}`", self.level))
            })?;
        let batch = batch.project(&self.projection)?;
        Ok(Box::pin(MemoryStream::try_new(
            vec![batch],
            Arc::clone(&self.schema),
            None,
        )?))
    }
}

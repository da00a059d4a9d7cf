//! A text as a mapping: every finding has a place in it, and from one that is right everything follows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mlb_lake_contract::{Contract, ContractError, dictionary, postgres};

fuzz_target!(|text: &str| {
    match Contract::parse("fuzzed.yaml", text) {
        Ok(contract) => {
            for table in &contract.tables {
                assert_eq!(table.arrow_schema().fields().len(), table.columns.len());
            }
            assert!(!postgres::ddl(&contract).is_empty());
            assert!(!dictionary::markdown(&contract).is_empty());
        }
        Err(ContractError::Wrong { findings, .. }) => {
            let lines = text.lines().count().max(1);
            for finding in findings {
                assert!((1..=lines + 1).contains(&finding.place.line), "{finding:?}");
            }
        }
        Err(e) => panic!("{e}"),
    }
});

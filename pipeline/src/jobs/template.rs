//! Texts with variables, `${DATE}`.

/// A text in which variables stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Variable(String),
}

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, behind)) = after.split_once('}') else {
                return Err(format!(
                    "`${{{after}` is not closed; write a variable like `${{DATE}}`"
                ));
            };
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Variable(name.to_owned()));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Template { parts })
    }

    /// The names of its variables.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The text with values in the place of its variables.
    ///
    /// # Errors
    /// The name of the first that has none.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Variable(name) => text.push_str(&value(name).ok_or_else(|| name.clone())?),
            }
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_and_filled() {
        let template = Template::parse("a${ONE}b${TWO}${ONE}").unwrap();
        assert_eq!(template.variables().collect::<Vec<_>>(), ["ONE", "TWO", "ONE"]);
        let value = |name: &str| (name == "ONE").then(|| "1".to_owned());
        assert_eq!(template.fill(value).unwrap_err(), "TWO");
        let value = |name: &str| Some(name.to_lowercase());
        assert_eq!(template.fill(value).unwrap(), "aonebtwoone");
        let plain = Template::parse("$5 {x}").unwrap();
        assert_eq!(plain.fill(|_| None).unwrap(), "$5 {x}");
        assert_eq!(
            Template::parse("${DATE").unwrap_err(),
            "`${DATE` is not closed; write a variable like `${DATE}`"
        );
    }
}

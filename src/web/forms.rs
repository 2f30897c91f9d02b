//! The fields of forms that change something.

pub(super) use crate::http::cross_site::from_here;

/// The fields of a form as they were sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    /// What stands in a field, without the spaces around it; nothing when it was not sent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// What stands in a field, as it was written: a password may begin or end with a space.
    pub(super) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Whether the form had such a field.
    pub(super) fn is_sent(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// What stands in a field, when something does.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_without_the_spaces_around_it() {
        let fields = Fields(vec![("skal".into(), "  Budget ".into()), ("beslut".into(), " ".into())]);
        assert_eq!(fields.raw("skal"), "  Budget ");
        assert_eq!((fields.get("skal"), fields.filled("beslut"), fields.filled("annat")), ("Budget", None, None));
    }
}

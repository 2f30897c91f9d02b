//! Numbers as people write them, and as the document has them; nothing of how they were written is lost on the way.

/// `1234.50` as `1 234,50`. What is no number stays as it is.
pub(super) fn dressed(text: &str, comma: bool) -> String {
    if !is_number(text) {
        return text.to_owned();
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, decimals)| (whole, Some(decimals)));
    let first = whole.len() % 3;
    let mut groups: Vec<&str> = if first == 0 { Vec::new() } else { vec![&whole[..first]] };
    groups.extend((first..whole.len()).step_by(3).map(|at| &whole[at..at + 3]));
    let (between, point) = if comma { ("\u{a0}", ",") } else { (",", ".") };
    let decimals = decimals.map_or_else(String::new, |decimals| format!("{point}{decimals}"));
    format!("{sign}{}{decimals}", groups.join(between))
}

/// `1 234,50` as `1234.50`; with commas between thousands in English. What is no number stays as it was written.
pub(super) fn bare(text: &str, comma: bool) -> String {
    let found: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let found = found.replace('\u{2212}', "-");
    let grouped = !comma
        && found
            .split_once(',')
            .is_some_and(|(_, rest)| rest.split(['.', ',']).next().is_some_and(|part| part.len() == 3));
    let found = if grouped { found.replace(',', "") } else { found.replace(',', ".") };
    if is_number(&found) { found } else { text.trim().to_owned() }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_as_it_was() {
        for comma in [true, false] {
            for text in [
                "0",
                "20",
                "20.00",
                "-3.5",
                "1234.50",
                "38000",
                "1000000.123",
                "0.001",
                "007.5",
                "tjugo",
                "1.2.3",
                "",
                "-",
            ] {
                assert_eq!(bare(&dressed(text, comma), comma), text, "{text}");
            }
        }
        assert_eq!(
            (dressed("1234567.5", true), dressed("1234567.5", false)),
            ("1\u{a0}234\u{a0}567,5".into(), "1,234,567.5".into())
        );
        assert_eq!(
            (bare(" 1 234,50 ", true), bare("1234,5", false), bare("\u{2212}2", true)),
            ("1234.50".into(), "1234.5".into(), "-2".into())
        );
        assert_eq!(
            (bare("1.234,50", true), bare("tjugo", true)),
            ("1.234,50".into(), "tjugo".into()),
            "what is not understood is kept"
        );
    }
}

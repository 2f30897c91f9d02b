//! How cells look: few formats, each with one meaning.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// What a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    Subtitle,
    Section,
    Heading,
    Head,
    HeadBig,
    HeadMiddle,
    HeadRight,
    Text,
    TextRight,
    Wrapped,
    Indented,
    Note,
    Step,
    Wide,
    Strong,
    Check,
    Assumed,
    Money,
    MoneyInput,
    MoneyStrong,
    MoneySum,
    Change,
    ChangeSum,
    Exact,
    Percent,
    PercentSum,
    PercentChange,
    PercentChangeSum,
    Share,
    ShareSum,
    Number,
    NumberInput,
    NumberSum,
    Rest,
    Count,
    CountInput,
    CountSum,
    Year,
    Date,
}

// The minus is a real one, also where the sheet is read in another language than Swedish.
const KRONOR: &str = "#,##0.00\\ \"kr\";\"−\"#,##0.00\\ \"kr\"";
const CHANGE: &str = "\"+\"#,##0.00\\ \"kr\";\"−\"#,##0.00\\ \"kr\";#,##0.00\\ \"kr\"";
const EXACT: &str = "#,##0.000000\\ \"kr\";\"−\"#,##0.000000\\ \"kr\"";
const PERCENT: &str = "0.00\\ %;\"−\"0.00\\ %";
const PERCENT_CHANGE: &str = "\"+\"0.0\\ %;\"−\"0.0\\ %;0.0\\ %";
const SHARE: &str = "0.000000\\ %;\"−\"0.000000\\ %";
const WHOLE: &str = "#,##0;\"−\"#,##0";
/// At least two decimals: with optional ones only, a whole number would end in a lone separator.
const DECIMAL: &str = "#,##0.00########;\"−\"#,##0.00########";
const REST: &str = "0.000000000";

const INK: u32 = 0x1D_2B_3A;
const INPUT: u32 = 0x0B_4F_9E;
const GREY: u32 = 0x59_63_6E;
const LINE: u32 = 0xB8_C0_C8;
const FILL: u32 = 0xE9_EE_F3;

impl Style {
    pub(super) fn format(self) -> Format {
        let plain = || Format::new().set_font_name("Calibri").set_font_size(11).set_font_color(INK);
        let right = || plain().set_align(FormatAlign::Right);
        let input = |number: &str| right().set_num_format(number).set_font_color(INPUT);
        let above = |format: Format| format.set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(INK);
        let sum = |number: &str| above(right()).set_num_format(number);
        let head =
            || plain().set_bold().set_background_color(FILL).set_border_bottom(FormatBorder::Thin).set_text_wrap();
        match self {
            Self::Title => plain().set_bold().set_font_size(16),
            Self::Subtitle => plain().set_font_color(GREY),
            Self::Section => plain()
                .set_bold()
                .set_font_size(13)
                .set_border_bottom(FormatBorder::Medium)
                .set_border_bottom_color(LINE),
            Self::Heading => plain().set_bold().set_font_size(12),
            Self::Head => head().set_align(FormatAlign::Left).set_align(FormatAlign::Bottom),
            Self::HeadBig => head().set_font_size(13).set_align(FormatAlign::Bottom),
            Self::HeadMiddle => head().set_align(FormatAlign::Center).set_align(FormatAlign::Bottom),
            Self::HeadRight => head().set_align(FormatAlign::Right).set_align(FormatAlign::Bottom),
            Self::Text => plain(),
            Self::TextRight => right(),
            Self::Wrapped => plain().set_text_wrap().set_align(FormatAlign::Top),
            Self::Indented => plain().set_indent(1),
            Self::Note => plain().set_indent(1).set_italic().set_font_size(10).set_font_color(GREY),
            Self::Step => plain().set_italic(),
            Self::Wide => plain().set_italic().set_font_size(10).set_font_color(GREY).set_indent(1).set_text_wrap(),
            Self::Strong => above(plain()),
            Self::Check => right().set_bold(),
            Self::Assumed => plain().set_bold().set_background_color(0xFF_F3_D6),
            Self::Money => right().set_num_format(KRONOR),
            Self::MoneyInput => input(KRONOR),
            Self::MoneyStrong => right().set_bold().set_num_format(KRONOR),
            Self::MoneySum => sum(KRONOR),
            Self::Change => right().set_num_format(CHANGE),
            Self::ChangeSum => sum(CHANGE),
            Self::Exact => right().set_num_format(EXACT),
            Self::Percent => right().set_num_format(PERCENT),
            Self::PercentSum => sum(PERCENT),
            Self::PercentChange => right().set_num_format(PERCENT_CHANGE),
            Self::PercentChangeSum => sum(PERCENT_CHANGE),
            Self::Share => right().set_num_format(SHARE),
            Self::ShareSum => sum(SHARE),
            Self::Number => right().set_num_format(DECIMAL),
            Self::NumberInput => input(DECIMAL),
            Self::NumberSum => sum(DECIMAL),
            Self::Rest => right().set_num_format(REST),
            Self::Count => right().set_num_format(WHOLE),
            Self::CountInput => input(WHOLE),
            Self::CountSum => sum(WHOLE),
            Self::Year => plain().set_num_format("0").set_align(FormatAlign::Left),
            Self::Date => plain().set_num_format("yyyy\\-mm\\-dd").set_align(FormatAlign::Left).set_indent(1),
        }
    }
}

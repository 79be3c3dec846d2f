//! The guide keeps its promises: its examples build, and what the text beside them says comes out.

use postil::diagnostic::{Code, reference};

use crate::cases::is_updating;
use crate::site::{demonstration, repository};

/// The generated page of the guide is what the table of codes says.
#[test]
fn the_page_of_diagnostics_is_that_of_the_table() {
    let path = repository("content/guide/diagnostics.md");
    if is_updating() {
        std::fs::write(&path, reference()).expect("the guide is writable");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == reference(), "run the tests with POSTIL_UPDATE=1 to write {} anew", path.display());

    let built = demonstration();
    let page = built.page("guide/diagnostics");
    for code in Code::ALL {
        let name = code.name();
        page.one(&format!(".art h3#{name}"));
        page.one(&format!(".art td a[href='#{name}']"));
    }
    assert_eq!(built.page("guide").all(".art a[href='diagnostics/']").len(), 1);
}

//! Until when each party keeps its dossier.

use time::Date;
use time::macros::date;
use tom::action::anywhere;
use tom::demo::{applications, employee};
use tom::domain::case::End;
use tom::domain::party::CaseId;
use tom::domain::retention::Kept;

use super::moves::granted;
use crate::support::region::{Region, form};

fn kept(from: Date, destroy_on: Date) -> Option<Kept> {
    Some(Kept { from, destroy_on })
}

async fn of(region: &Region, who: &str, case: &CaseId) -> Option<Kept> {
    region.page(who, case).await.unwrap().kept
}

on_both_engines! {
    /// Covenant, appendix 3, [PO] TOM: two years from the receipt; twenty from the last change; two from the end of the exemption.
    async fn each_party_destroys_its_dossier_on_a_day_of_its_own(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        assert_eq!(of(&region, "swv-mulder", &case).await, kept(date!(2026 - 03 - 02), date!(2028 - 03 - 02)));
        assert_eq!(of(&region, "arts-bos", &case).await, kept(date!(2026 - 03 - 25), date!(2046 - 03 - 25)));
        assert_eq!(of(&region, "lpa-leusden", &case).await, kept(date!(2027 - 03 - 24), date!(2029 - 03 - 24)));
        region.settle().await;
    }

    /// The day moves when its event does: back at school half a year later, and the gemeente's two years run from there.
    async fn an_exemption_that_ends_early_moves_the_day(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.day(date!(2026 - 09 - 01)).await;
        anywhere::end_exemption(region.house(), &employee("lpa-leusden"), form(&case), End::BackAtSchool).await.unwrap();
        assert_eq!(of(&region, "lpa-leusden", &case).await, kept(date!(2026 - 09 - 01), date!(2028 - 09 - 01)));
        // The doctor changed nothing.
        assert_eq!(of(&region, "arts-bos", &case).await, kept(date!(2026 - 03 - 25), date!(2046 - 03 - 25)));
        region.settle().await;
    }

    async fn an_end_of_which_the_gemeente_only_hears_starts_its_term(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        assert_eq!(of(&region, "lpa-baarn", &case).await, None);
        region.day(date!(2026 - 03 - 10)).await;
        anywhere::withdraw(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
        assert_eq!(of(&region, "lpa-baarn", &case).await, kept(date!(2026 - 03 - 10), date!(2028 - 03 - 10)));
        region.settle().await;
    }
}

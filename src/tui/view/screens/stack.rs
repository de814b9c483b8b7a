use ratatui::layout::Rect;

use super::wants::wants;
use crate::tui::model::{Model, Pane};

/// Rows from which a column has room for more than what matters most.
const ROOMY: u16 = 45;

/// Panes one below the other, each as high as what it has to say.
pub(super) fn stack(model: &Model, panes: &[Pane], area: Rect) -> Vec<(Pane, Rect)> {
    let wanted: Vec<u16> = panes
        .iter()
        .map(|pane| wants(*pane, model, area.height >= ROOMY))
        .collect();
    let mut y = area.y;
    let rows = divide(area.height, &wanted).into_iter();
    let place = |(pane, height): (&Pane, u16)| {
        let place = Rect { y, height, ..area };
        y += height;
        (*pane, place)
    };
    panes.iter().zip(rows).map(place).collect()
}

/// Divides rows: whoever wants less than a fair share gets what it wants, the others share the rest. What nobody wants goes
/// to the last.
fn divide(rows: u16, wants: &[u16]) -> Vec<u16> {
    let mut given = vec![0; wants.len()];
    let mut left = rows;
    let mut order: Vec<usize> = (0..wants.len()).collect();
    order.sort_by_key(|index| wants.get(*index).copied());
    for (done, index) in order.iter().enumerate() {
        let others = u16::try_from(wants.len() - done).unwrap_or(u16::MAX);
        if let (Some(given), Some(want)) = (given.get_mut(*index), wants.get(*index)) {
            *given = (*want).min(left / others);
            left -= *given;
        }
    }
    if let Some(last) = given.last_mut() {
        *last += left;
    }
    given
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn by_what_each_wants() {
        assert_eq!(divide(30, &[10, 5, 8]), [10, 5, 15]);
        assert_eq!(divide(21, &[40, 5, 6]), [10, 5, 6]);
        assert_eq!(divide(21, &[40, 40, 5]), [8, 8, 5]);
        assert_eq!(divide(0, &[3, 4]), [0, 0]);
        assert!(divide(9, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn every_row_once(rows in 0u16..300, wants in proptest::collection::vec(0u16..100, 1..7)) {
            let given = divide(rows, &wants);
            prop_assert_eq!(given.iter().sum::<u16>(), rows);
            // Nobody goes short while another has more than a fair share.
            let fair = rows / u16::try_from(wants.len()).unwrap();
            for (given, want) in given.iter().zip(&wants) {
                prop_assert!(given >= want.min(&fair));
            }
        }
    }
}

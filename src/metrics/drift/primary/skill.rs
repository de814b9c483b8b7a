//! P3: the paired skill.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{
    super::{
        saddlepoint::{Cumulants, adjusted_root, of_values},
        usual::Usual,
    },
    Test,
};
use crate::metrics::{Moments, normal::upper_tail};

/// P3: is the paired skill of the window worse than its reference? `z = (mean − θ) / √(sd²/n + se²)`; one-sided.
///
/// `se` is the error of the reference itself. Left out, a window of 80 against a reference of 100 matches is called worse
/// at the 2 % level in 6 % of cases where nothing has changed.
///
/// p is not the normal law's: a difference of log losses is skewed, and so is a mean of 80. It is the bootstrap's, that is
/// how often 80 of the reference's differences have such a mean, by the saddlepoint instead of by draws (Davison and
/// Hinkley 1988), since one in 3,000 would need a million of them. Student's law pays for the spread being estimated, with the
/// degrees of freedom that the spread of so heavy-tailed differences has, `2m/(κ − 1)` (Satterthwaite 1946).
pub(in crate::metrics::drift) fn paired_skill(window: &Moments, usual: Usual<'_>) -> Option<Test> {
    let reference = usual.reference;
    let effect = window.mean()? - reference.mean;
    let se = (reference.sd * reference.sd / window.n as f64 + reference.se * reference.se).sqrt();
    let (statistic, p) = if se > 0.0 {
        let z = effect / se;
        (z, tail(z, effect, window.n as f64, usual))
    } else {
        // A reference without spread is a model that copies the market: any loss at all is a change.
        let worse = effect > 1e-9;
        (effect, if worse { 0.0 } else { 1.0 })
    };
    Some(Test {
        statistic,
        p,
        n: window.n,
    })
}

fn tail(z: f64, effect: f64, n: f64, usual: Usual<'_>) -> f64 {
    let Usual { reference, differences } = usual;
    let of = differences.len() as f64;
    let centre = differences.iter().sum::<f64>() / of.max(1.0);
    // In standard deviations, the error of the reference mean too.
    let standardised = differences.iter().map(|d| (1.0 / of, (d - centre) / reference.sd));
    let error = (n * reference.se / reference.sd).powi(2);
    let root = adjusted_root(n * effect / reference.sd, |tilt| {
        let mut sum = of_values(standardised.clone(), tilt) * n;
        sum += Cumulants {
            value: 0.5 * tilt * tilt * error,
            mean: tilt * error,
            variance: error,
        };
        sum
    });
    let root = root.unwrap_or(z);
    let kurtosis = standardised.map(|(share, x)| share * x.powi(4)).sum::<f64>();
    // Two values have a kurtosis of 1 and all freedom there is.
    let freedom = 2.0 * of / (kurtosis - 1.0).max(1.0);
    StudentsT::new(0.0, 1.0, freedom).map_or_else(|_too_few| upper_tail(root), |law| law.sf(root))
}

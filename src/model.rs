//! The probability model: Dixon-Coles fitted by penalised maximum likelihood, its forecasts, walk-forward evaluation, and
//! the forecasters beside it (market odds without margin, climatology). Pure: no clock, no I/O.

mod blend;
mod calibrate;
mod climatology;
mod devig;
mod error;
mod fit;
mod lbfgs;
mod likelihood;
mod observation;
mod parameters;
mod prediction;
mod prior;
mod promoted;
mod publisher;
mod specification;
mod sums;
mod tilt;
mod walk_forward;

pub use blend::{Blend, BlendError, Pair};
pub use calibrate::{Calibrator, Graded, Isotonic, IsotonicError, Temperature, TemperatureError, calibrate};
pub use climatology::climatology;
pub use devig::{Devig, Devigged};
pub use error::ModelError;
pub use fit::{Coming, Fit, FitInput, Iteration, fit};
pub use observation::Observation;
pub use parameters::{LeagueLevel, LeagueParameters, Strength};
pub use prediction::Prediction;
pub use publisher::{PastForecast, Publisher, Publishers};
pub use specification::{Specification, SpecificationError};
pub use walk_forward::{Refit, Walk, WalkForecast, walk_forward};

#[cfg(test)]
mod testing;

use super::*;

fn rosenbrock(x: &[f64], g: &mut [f64]) -> f64 {
    let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
    g[0] = -2.0 * a - 400.0 * x[0] * b;
    g[1] = 200.0 * b;
    a * a + 100.0 * b * b
}

#[test]
fn finds_the_bottom_of_a_curved_valley() {
    let mut x = vec![-1.2, 1.0];
    let (ending, last) = minimise(&mut x, &[1.0, 1.0], 1e-9, rosenbrock, |_| ControlFlow::Continue(()));
    assert_eq!(ending, Ending::Converged);
    assert!((x[0] - 1.0).abs() < 1e-8 && (x[1] - 1.0).abs() < 1e-8, "{x:?}");
    assert!(last.iteration < 60);
}

#[test]
fn does_not_cross_a_wall() {
    let barrier = |x: &[f64], g: &mut [f64]| {
        g[0] = 1.0 - 1.0 / x[0];
        if x[0] > 0.0 { x[0] - x[0].ln() } else { f64::INFINITY }
    };
    let mut x = vec![30.0];
    let (ending, _) = minimise(&mut x, &[100.0], 1e-8, barrier, |_| ControlFlow::Continue(()));
    assert_eq!(ending, Ending::Converged);
    assert!((x[0] - 1.0).abs() < 1e-7);
}

#[test]
fn stops_when_asked_and_when_there_is_no_bottom() {
    let mut x = vec![-1.2, 1.0];
    let (ending, last) = minimise(&mut x, &[1.0, 1.0], 1e-9, rosenbrock, |p| match p.iteration {
        3 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert_eq!((ending, last.iteration), (Ending::Cancelled, 3));
    let slope = |x: &[f64], g: &mut [f64]| {
        g[0] = 1.0;
        x[0]
    };
    let (ending, _) = minimise(&mut vec![0.0], &[1.0], 1e-9, slope, |_| ControlFlow::Continue(()));
    assert_eq!(ending, Ending::Stuck);
}

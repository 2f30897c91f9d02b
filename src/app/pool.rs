//! The bounded pool that heavy calculations run on, so that other requests go on.
//!
//! A small calculation takes some ten microseconds: it runs where the request is handled, because
//! handing it over would cost more. A large one waits for one of as many places as there are cores;
//! when the queue is full the caller is told to come back instead of waiting without end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Error;

/// How many may wait for each place.
const WAITING_PER_PLACE: usize = 16;

/// The places for heavy work.
#[derive(Debug, Clone)]
pub struct Pool {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
}

impl Default for Pool {
    fn default() -> Self {
        Self::with_places(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

impl Pool {
    /// A pool that does `places` pieces of work at a time.
    #[must_use]
    pub fn with_places(places: usize) -> Self {
        let queue = places * WAITING_PER_PLACE;
        Self { places: Arc::new(Semaphore::new(places)), waiting: Arc::default(), queue }
    }

    /// Does heavy `work` when there is a place for it.
    pub async fn heavy<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = {
            let _waiting = Waiting::enter(&self.waiting, self.queue)?;
            Arc::clone(&self.places).acquire_owned().await.map_err(|_| Error::Busy)?
        };
        at(place, work).await
    }

    /// Does heavy `work` that nobody waits for in a browser: it waits for a place however long the queue is.
    pub async fn patiently<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| Error::Busy)?;
        at(place, work).await
    }

    /// Does light `work` here and now. A fault in it is a failure of this request only.
    pub fn light<T>(&self, work: impl FnOnce() -> T) -> Result<T, Error> {
        catch_unwind(AssertUnwindSafe(work)).map_err(|_| Error::Broken("the calculation panicked".to_owned()))
    }
}

/// Does work at its place. The work holds the place, not the caller: one who hangs up does not make room for more.
async fn at<T: Send + 'static>(
    place: OwnedSemaphorePermit,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(place);
        result
    });
    done.await.map_err(|failure| Error::Broken(failure.to_string()))
}

/// Does two pieces of work at the same time where there are cores for it; both are small, and the caller waits for both.
pub(super) fn beside<A, B: Send>(here: impl FnOnce() -> A, there: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let there = scope.spawn(there);
        let here = here();
        // A panic goes on here, as if the work had been done here.
        (here, there.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// One who waits for a place; leaves the queue when dropped, whatever happens.
struct Waiting<'q>(&'q AtomicUsize);

impl<'q> Waiting<'q> {
    fn enter(waiting: &'q AtomicUsize, queue: usize) -> Result<Self, Error> {
        let one = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) < queue { Ok(one) } else { Err(Error::Busy) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_queue_turns_the_next_one_away_and_the_rest_are_done() {
        let pool = Pool::with_places(1);
        let gate = Arc::new(std::sync::Barrier::new(2));
        let held = Arc::clone(&gate);
        let first = tokio::spawn({
            let pool = pool.clone();
            async move { pool.heavy(move || held.wait().is_leader()).await.is_ok() }
        });
        while pool.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let waiters: Vec<_> = (0..WAITING_PER_PLACE)
            .map(|n| {
                let pool = pool.clone();
                tokio::spawn(async move { pool.heavy(move || n).await })
            })
            .collect();
        while pool.waiting.load(Ordering::Relaxed) < WAITING_PER_PLACE {
            tokio::task::yield_now().await;
        }
        assert!(matches!(pool.heavy(|| 0).await, Err(Error::Busy)));

        gate.wait();
        assert!(first.await.expect("the first is done"));
        for (n, waiter) in waiters.into_iter().enumerate() {
            assert_eq!(waiter.await.expect("no panic").expect("a place"), n);
        }
        assert_eq!(pool.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn work_beside_other_work_gives_both_and_fails_as_one() {
        let pool = Pool::with_places(1);
        assert_eq!(beside(|| 1, || "b"), (1, "b"));
        let fails = || beside(|| 1, || -> u8 { panic!("on purpose") });
        assert!(matches!(pool.heavy(fails).await, Err(Error::Broken(_))));
    }

    #[tokio::test]
    async fn a_panic_is_the_failure_of_one_request() {
        let pool = Pool::with_places(1);
        assert!(matches!(pool.light(|| -> u8 { panic!("on purpose") }), Err(Error::Broken(_))));
        assert!(matches!(pool.heavy(|| -> u8 { panic!("on purpose") }).await, Err(Error::Broken(_))));
        assert_eq!(pool.heavy(|| 7).await.expect("the place is free again"), 7);
    }
}

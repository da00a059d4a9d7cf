//! Work on several tables at once that ends as one.

use std::future::{Future, ready};
use std::sync::atomic::{AtomicBool, Ordering};

use futures::{StreamExt, stream};

use crate::limits::TABLES_AT_ONCE_MAX;

/// Does all of it, a few at a time, and answers in its order. After one that fails no other is begun, and those under way end first: a commit
/// that is let go of may still arrive, and Delta's kernel does not bear a process that ends meanwhile.
///
/// # Errors
/// That of the first, by the order, that failed.
pub async fn tables_at_once<T, E>(
    works: impl IntoIterator<Item = impl Future<Output = Result<T, E>>>,
) -> Result<Vec<T>, E> {
    let has_failed = AtomicBool::new(false);
    let done: Vec<Result<T, E>> = stream::iter(works)
        .take_while(|_| ready(!has_failed.load(Ordering::Relaxed)))
        .map(|work| async {
            let done = work.await;
            has_failed.fetch_or(done.is_err(), Ordering::Relaxed);
            done
        })
        .buffered(TABLES_AT_ONCE_MAX)
        .collect()
        .await;
    done.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[tokio::test]
    async fn one_that_fails_lets_the_others_end_and_no_more_begin() {
        let (begun, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let works = (0..3 * TABLES_AT_ONCE_MAX).map(|number| {
            let (begun, ended) = (&begun, &ended);
            async move {
                begun.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                if number == 1 {
                    return Err("not there");
                }
                tokio::task::yield_now().await;
                ended.fetch_add(1, Ordering::Relaxed);
                Ok(number)
            }
        });
        assert_eq!(tables_at_once(works).await, Err("not there"));
        let (begun, ended) = (begun.into_inner(), ended.into_inner());
        assert!(
            begun < 3 * TABLES_AT_ONCE_MAX && ended == begun - 1,
            "{begun} {ended}"
        );
        let all = tables_at_once((0..20).map(|number| ready(Ok::<i32, ()>(number)))).await;
        assert_eq!(all, Ok(Vec::from_iter(0..20)));
    }
}

//! How the C library's allocator behaves in `mlb`.
//!
//! A transform frees and takes buffers of megabytes all the time. By default the allocator gives each back to the system, which clears it
//! before it is taken again; that was an eighth of a transform's CPU time. (jemalloc and mimalloc were no better.)

/// Buffers up to here are kept for the next one, bytes.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT_BUFFER_BYTES_MAX: i32 = 4 * 1024 * 1024;

/// Free memory at the end of the heap that is kept, bytes.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT_FREE_BYTES_MAX: i32 = 256 * 1024 * 1024;

/// Heaps: more of them hold more memory that nobody uses.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const HEAPS_MAX: i32 = 2;

/// Sets the allocator up; to be called before there are threads.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code)]
pub fn set_up() {
    // SAFETY: `mallopt` only stores numbers; there is one thread. What it refuses stays as it was.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, KEPT_BUFFER_BYTES_MAX);
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT_FREE_BYTES_MAX);
        libc::mallopt(libc::M_ARENA_MAX, HEAPS_MAX);
    }
}

/// Other allocators are left as they are.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn set_up() {}

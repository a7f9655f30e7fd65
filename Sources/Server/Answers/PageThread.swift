import Glibc
import NIOPosix

/// The thread on which pages are put together, behind all other threads.
///
/// A page of a thousand orders takes some milliseconds. On the threads that serve everybody a few readers of
/// pages would take all there are, and even one would be in the way of a shorter answer where processors are few.
final class PageThread: TaskExecutor {
  private let pool = NIOThreadPool(numberOfThreads: 1)

  private static let thread = __priority_which_t(PRIO_PROCESS.rawValue)
  /// How far it stands behind: the system lets a thread of the usual rank go before it at once.
  private static let rank: Int32 = 10

  /// Starts the thread.
  init() {
    pool.start()
    pool.submit { state in
      if case .active = state { _ = setpriority(Self.thread, 0, Self.rank) }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // Where the thread has ended, whoever asks does the work.
    pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Puts an answer together on this thread.
  func answer(_ body: @Sendable () async -> ApiResponse) async -> ApiResponse {
    await withTaskExecutorPreference(self) { await body() }
  }

  /// Ends the thread; answers under way are finished.
  func stop() async throws(any Error) { try await pool.shutdownGracefully() }
}

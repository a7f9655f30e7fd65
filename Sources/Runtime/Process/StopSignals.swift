import Glibc

/// SIGINT and SIGTERM, taken by asking instead of by a handler.
///
/// It must be made before any other thread is: threads inherit what is blocked.
struct StopSignals {
  private let signals: sigset_t

  /// Holds the signals back from now on.
  init() {
    signal(SIGPIPE, SIG_IGN)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signals = set
  }

  /// Waits for a signal, but not for long; whether one came.
  func arrived(withinMilliseconds milliseconds: Int) -> Bool {
    var set = signals
    var wait = timespec(
      tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
    return sigtimedwait(&set, nil, &wait) > 0
  }
}

import Glibc
import Reporting

/// A thread of its own: the engine and the processes it starts belong to one, and so does reading ahead.
final class OwnThread {
  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private var id = pthread_t()

  /// Starts the thread.
  ///
  /// - Parameter run: What it does; it ends with it.
  /// - Throws: ``Stop`` with exit code 74 when the system has no thread left.
  init(_ run: @escaping () -> Void) throws(Stop) {
    let body = Unmanaged.passRetained(Body(run))
    let status = pthread_create(
      &id, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      throw Stop(
        .inputOutput, "no thread to be had: \(SystemErrorText.sentence(of: status))")
    }
  }

  /// Waits until the thread has ended.
  func join() { pthread_join(id, nil) }
}

import Glibc

/// The moment up to which a call may be carried out: whoever made it has given up by then.
///
/// It is of the clock that runs on while the machine is suspended and that nobody sets, the same for
/// all programs of a machine.
public struct CallDeadline: Sendable, Equatable {
  /// The header that carries it.
  public static let header = "Sauda-Deadline"

  /// Nanoseconds since the machine was started.
  public let nanoseconds: Int64

  /// A moment, in nanoseconds since the machine was started.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The moment that comes after so many nanoseconds.
  public init(in nanoseconds: Int64) { self.nanoseconds = Self.now + nanoseconds }

  /// Nanoseconds until then; below zero when it is past.
  public var remaining: Int64 {
    let (rest, overflow) = nanoseconds.subtractingReportingOverflow(Self.now)
    return overflow ? .min : rest
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

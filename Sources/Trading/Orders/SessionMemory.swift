/// Memory for what piles up in a long session: its orders and their texts.
///
/// The kernel opens no files. Whoever runs a session may give memory that the system can put on a
/// disk; the first orders and texts, and all of them without such memory, stay in the program's own.
@safe
public struct SessionMemory: Sendable {
  let take: @Sendable (_ bytes: Int) -> UnsafeMutableRawPointer?
  let keep: @Sendable (_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer?
  let settle: @Sendable () -> Void

  /// Memory from these functions, which are asked a thousand orders apart.
  ///
  /// - Parameters:
  ///   - take: Gives so many bytes, aligned to 16, which stay valid for as long as this function is
  ///     kept; nil when there are none.
  ///   - keep: Does so for a copy of the bytes given, which may cost less than writing to memory that it
  ///     has just given; nil: they are taken and written to.
  ///   - settle: Takes what is resident out of the way; nothing that was written is lost.
  public init(
    take: @escaping @Sendable (_ bytes: Int) -> UnsafeMutableRawPointer?,
    keep: (@Sendable (_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer?)? = nil,
    settle: @escaping @Sendable () -> Void
  ) {
    unsafe self.take = take
    unsafe self.keep =
      keep
      ?? { bytes in
        guard let place = unsafe take(bytes.count) else { return nil }
        let copy = unsafe UnsafeMutableRawBufferPointer(start: place, count: bytes.count)
        unsafe copy.copyMemory(from: bytes)
        return unsafe place
      }
    self.settle = settle
  }
}

extension Desk {
  /// Lets the desk keep what piles up in this memory, once there is much of it.
  public mutating func keepHistory(in memory: SessionMemory) {
    orders.memory = memory
    texts.memory = memory
  }
}

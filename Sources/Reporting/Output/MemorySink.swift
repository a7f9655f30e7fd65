/// Keeps what is written in memory.
public final class MemorySink: ByteSink {
  /// Everything written so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty sink.
  public init() {}

  /// Appends the bytes.
  public func write(_ bytes: [UInt8]) { self.bytes += bytes }

  /// Everything written so far, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

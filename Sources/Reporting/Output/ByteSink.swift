/// Where rendered bytes go: a file, or memory in a test.
public protocol ByteSink: AnyObject {
  /// Takes bytes; they count as delivered when this returns.
  func write(_ bytes: [UInt8]) throws(OutputError)
}

/// An output that could not be opened or written.
public struct OutputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, or a word for a stream.
  public let path: String
  /// What was tried: `open`, `write` or `close`.
  public let action: String
  /// The system's error number (`errno`).
  public let code: Int32

  /// An error from its parts.
  public init(path: String, action: String, code: Int32) {
    self.path = path
    self.action = action
    self.code = code
  }

  /// The sentence shown to people.
  public var description: String {
    "\(SafeText.escaped(path)): cannot \(action): \(SystemErrorText.sentence(of: code))"
  }
}

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

/// Gathers small writes into large ones for a sink.
struct PieceBuffer {
  /// Bytes that are enough to pass on.
  static let pieceBytes = 65_536

  private let sink: any ByteSink
  private var bytes: [UInt8] = []

  /// An empty buffer before a sink.
  init(sink: any ByteSink) { self.sink = sink }

  /// Lets bytes be appended, which reach the sink by the next `flush` at the latest.
  mutating func write(_ append: (inout [UInt8]) -> Void) throws(OutputError) {
    append(&bytes)
    if bytes.count >= Self.pieceBytes { try flush() }
  }

  /// Hands everything to the sink.
  mutating func flush() throws(OutputError) {
    guard !bytes.isEmpty else { return }
    try sink.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

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

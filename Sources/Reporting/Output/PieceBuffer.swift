/// Gathers small writes into large ones for a sink.
struct PieceBuffer {
  private static let pieceBytes = 65_536

  private let sink: any ByteSink
  private var bytes: [UInt8] = []

  /// An empty buffer before a sink.
  init(sink: any ByteSink) { self.sink = sink }

  /// Takes bytes, which reach the sink by the next `flush` at the latest.
  mutating func write(_ more: [UInt8]) throws(OutputError) {
    bytes += more
    if bytes.count >= Self.pieceBytes { try flush() }
  }

  /// Hands everything to the sink.
  mutating func flush() throws(OutputError) {
    guard !bytes.isEmpty else { return }
    try sink.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

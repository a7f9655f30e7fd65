/// How the row of an order is written: what stands around its twelve values, and how its texts are.
///
/// Values come in the order of the contract: `order_id symbol side quantity executed_price timestamp
/// commission realized_pnl status reason tag source`.
struct OrderRowFormat {
  /// What stands before each value; the mark that ends the value before belongs to it.
  private(set) var before: [[UInt8]]
  /// What stands after the last value.
  let end: [UInt8]
  /// What stands for a price or a source that there is not.
  let missing: [UInt8]
  /// How a text of the session is written.
  let encode: @Sendable (String) -> [UInt8]
  /// The most bytes of a row besides its texts.
  let bytesBesideTexts: Int

  private init(
    before: [String], end: String, missing: String, encode: @escaping @Sendable (String) -> [UInt8]
  ) {
    self.before = before.map { Array($0.utf8) }
    self.end = Array(end.utf8)
    self.missing = Array(missing.utf8)
    self.encode = encode
    let marks = self.before.reduce(self.end.count + 2 * self.missing.count) { $0 + $1.count }
    bytesBesideTexts = marks + before.count * LineWriter.bytesOfValue
  }

  /// An object of one line; with the name of a strategy after the id when there is one.
  static func json(strategy: String? = nil) -> OrderRowFormat {
    let owner = strategy.map { "\"strategy\": \(String(decoding: token($0), as: UTF8.self)), " }
    return OrderRowFormat(
      before: [
        "{\"order_id\": \"", "\", \(owner ?? "")\"symbol\": ", ", \"side\": \"",
        "\", \"quantity\": ", ", \"executed_price\": ", ", \"timestamp\": \"",
        "\", \"commission\": ", ", \"realized_pnl\": ", ", \"status\": \"", "\", \"reason\": ",
        ", \"tag\": ", ", \"source\": ",
      ], end: "}", missing: "null", encode: token)
  }

  /// A row of comma-separated values with its line feed.
  static let csv = OrderRowFormat(
    before: [""] + Array(repeating: ",", count: 11), end: "\n", missing: "", encode: cell)

  @Sendable private static func token(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    text.appendJSON(to: &bytes)
    return bytes
  }

  /// A cell, quoted as RFC 4180 says where that is needed.
  @Sendable private static func cell(_ text: String) -> [UInt8] {
    let needsQuotes = text.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
    }
    guard needsQuotes else { return Array(text.utf8) }
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
    return bytes
  }
}

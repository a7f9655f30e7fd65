import Market
import Money
import Trading

/// Writes the orders of one table as rows of bytes, without a text being made.
struct OrderRowWriter {
  private let table: OrderTable
  private let format: OrderRowFormat
  private var texts = EncodedTexts()
  private var symbols = EncodedTexts()
  private var line: [UInt8] = []

  /// A writer of a table's orders in a format.
  init(_ table: OrderTable, _ format: OrderRowFormat) {
    self.table = table
    self.format = format
  }

  /// Appends the row of an order.
  mutating func append(_ order: Order, to bytes: inout [UInt8]) {
    let format = format
    let symbol = symbol(of: order)
    let reason = text(order.reason)
    let tag = text(order.tag)
    let source = order.source == 0 ? format.missing : text(order.source)
    let failure = order.failure.map { format.failure($0.rawValue) } ?? []
    let size =
      format.bytesBesideTexts + symbol.count + reason.count + tag.count + source.count
      + failure.count
    if line.count < size { line = Array(repeating: 0, count: size) }
    line.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      var writer = LineWriter(start)
      format.before.withUnsafeBufferPointer { before in
        Self.writeFigures(of: order, symbol, before, format.missing, to: &writer)
        writer.append(before[9])
        writer.append(reason)
        writer.append(before[10])
        writer.append(tag)
        writer.append(before[11])
        writer.append(source)
        writer.append(failure)
        writer.append(format.end)
      }
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: writer.place - start))
    }
  }

  private mutating func symbol(of order: Order) -> [UInt8] {
    let place = order.instrument.position
    if let known = symbols[place] { return known }
    return symbols.keep(format.encode(table.symbol(of: order)), at: place)
  }

  private mutating func text(_ index: TextPool.Index) -> [UInt8] {
    if let known = texts[Int(index)] { return known }
    return texts.keep(format.encode(table.text(index)), at: Int(index))
  }

  /// Everything up to the status.
  @inline(__always)
  private static func writeFigures(
    of order: Order, _ symbol: [UInt8], _ before: UnsafeBufferPointer<[UInt8]>,
    _ missing: [UInt8], to writer: inout LineWriter
  ) {
    writer.append(before[0])
    writer.append(ShortWord.of(order.side))
    writer.append(UInt8(ascii: "-"))
    writer.append(Int64(order.number))
    writer.append(before[1])
    writer.append(symbol)
    writer.append(before[2])
    writer.append(ShortWord.of(order.side))
    writer.append(before[3])
    writer.append(order.filled)
    writer.append(before[4])
    if let price = order.executedPrice {
      writer.append(micros: price.micros)
    } else {
      writer.append(missing)
    }
    writer.append(before[5])
    writer.append(order.time)
    writer.append(before[6])
    writer.append(micros: order.commission.micros)
    writer.append(before[7])
    writer.append(micros: order.realized.micros)
    writer.append(before[8])
    writer.append(ShortWord.of(order.status))
  }
}

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
  /// What stands behind the last value of an order that failed, with the code; nothing in some formats.
  let failure: @Sendable (String) -> [UInt8]
  /// The most bytes of a row besides its texts.
  let bytesBesideTexts: Int

  private init(
    before: [String], end: String, missing: String,
    encode: @escaping @Sendable (String) -> [UInt8],
    failure: @escaping @Sendable (String) -> [UInt8] = { _ in [] }
  ) {
    self.before = before.map { Array($0.utf8) }
    self.end = Array(end.utf8)
    self.missing = Array(missing.utf8)
    self.encode = encode
    self.failure = failure
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
      ], end: "}", missing: "null", encode: token,
      failure: { Array(", \"failure\": \"\($0)\"".utf8) })
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

/// Texts with small numbers as the bytes of a format, each encoded when it is first met.
///
/// Orders repeat a few texts; those of a script that invents one for every order are not all kept.
struct EncodedTexts {
  private static let keptAtMost = 4_096

  private var kept: [[UInt8]] = []

  /// The bytes of a text; nil when they are not kept.
  ///
  /// What is not kept is empty here; a text that is empty in its format is soon encoded again.
  subscript(index: Int) -> [UInt8]? {
    index >= 0 && index < kept.count && !kept[index].isEmpty ? kept[index] : nil
  }

  /// Keeps the bytes of a text when its number is small, and gives them back.
  mutating func keep(_ bytes: [UInt8], at index: Int) -> [UInt8] {
    guard index >= 0, index < Self.keptAtMost else { return bytes }
    while kept.count <= index { kept.append([]) }
    kept[index] = bytes
    return bytes
  }
}

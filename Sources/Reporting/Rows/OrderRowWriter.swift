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
    let (table, format) = (table, format)
    let symbol = symbols.bytes(of: order.instrument.position) {
      format.encode(table.symbol(of: order))
    }
    let reason = text(order.reason)
    let tag = text(order.tag)
    let source = order.source == 0 ? format.missing : text(order.source)
    let size =
      format.bytesBesideTexts + symbol.count + reason.count + tag.count + source.count
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
        writer.append(format.end)
      }
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: writer.place - start))
    }
  }

  private mutating func text(_ index: TextPool.Index) -> [UInt8] {
    let (table, format) = (table, format)
    return texts.bytes(of: Int(index)) { format.encode(table.text(index)) }
  }

  /// Everything up to the status.
  @inline(__always)
  private static func writeFigures(
    of order: Order, _ symbol: [UInt8], _ before: UnsafeBufferPointer<[UInt8]>,
    _ missing: [UInt8], to writer: inout LineWriter
  ) {
    writer.append(before[0])
    writer.append(word(of: order.side))
    writer.append(UInt8(ascii: "-"))
    writer.append(Int64(order.number))
    writer.append(before[1])
    writer.append(symbol)
    writer.append(before[2])
    writer.append(word(of: order.side))
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
    writer.append(word(of: order.status))
  }

  private static func word(of side: OrderSide) -> StaticString {
    switch side {
    case .buy: "BUY"
    case .sell: "SELL"
    }
  }

  private static func word(of status: OrderStatus) -> StaticString {
    switch status {
    case .pending: "pending"
    case .partial: "partial"
    case .executed: "executed"
    case .failed: "failed"
    case .cancelled: "cancelled"
    case .unknown: "unknown"
    }
  }
}

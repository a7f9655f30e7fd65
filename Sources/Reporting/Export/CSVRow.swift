import Market
import Money

/// One row of comma-separated values, quoted as RFC 4180 says where that is needed.
struct CSVRow {
  private(set) var bytes: [UInt8] = []
  private var isEmpty = true

  /// Adds a text.
  mutating func add(_ text: String) {
    separate()
    let needsQuotes = text.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
    }
    guard needsQuotes else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a whole number.
  mutating func add(_ number: Int64) {
    separate()
    DecimalBytes.append(number, to: &bytes)
  }

  /// Adds an amount, exactly.
  mutating func add(_ amount: Amount) {
    separate()
    DecimalBytes.append(micros: amount.micros, to: &bytes)
  }

  /// Adds a price, exactly; an empty cell for none.
  mutating func add(_ price: Price?) {
    separate()
    if let price { DecimalBytes.append(micros: price.micros, to: &bytes) }
  }

  /// Adds a moment as ISO 8601 in Indian time.
  mutating func add(_ time: EventTime) {
    separate()
    TimeBytes.append(time, to: &bytes)
  }

  /// The row with its line feed, which empties it.
  mutating func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    defer {
      bytes.removeAll(keepingCapacity: true)
      isEmpty = true
    }
    return bytes
  }

  private mutating func separate() {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
  }
}

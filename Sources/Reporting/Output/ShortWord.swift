import Trading

/// A word of at most sixteen bytes that is copied as a whole, without a loop and without a text.
///
/// Orders and decisions are written by the million: their words are made once, of the texts that the
/// kernel gives them.
struct ShortWord {
  /// The bytes, and zeros behind them.
  let bytes: SIMD16<UInt8>
  /// How many of them count.
  let count: Int

  private static let sides = OrderSide.allCases.map { ShortWord($0.text) }
  private static let types = OrderType.allCases.map { ShortWord($0.text) }
  private static let statuses = OrderStatus.allCases.map { ShortWord($0.text) }

  private init(_ text: String) {
    var bytes = SIMD16<UInt8>.zero
    precondition(text.utf8.count <= bytes.scalarCount, "a short word has at most sixteen bytes")
    for (index, byte) in text.utf8.enumerated() { bytes[index] = byte }
    self.bytes = bytes
    count = text.utf8.count
  }

  /// The word of a side: ``OrderSide/text``.
  static func of(_ side: OrderSide) -> ShortWord { sides[Int(side.rawValue)] }

  /// The word of an order's type: ``OrderType/text``.
  static func of(_ type: OrderType) -> ShortWord { types[Int(type.rawValue)] }

  /// The word of a status: ``OrderStatus/text``.
  static func of(_ status: OrderStatus) -> ShortWord { statuses[Int(status.rawValue)] }
}

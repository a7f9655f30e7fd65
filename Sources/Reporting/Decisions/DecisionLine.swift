public import Money
public import Trading

/// One decision in its canonical form, from which the decision hash is made.
///
/// The line is `seq kind order_id side symbol quantity type price trigger reason tag`, joined by
/// single blanks. A missing field is `-`. In texts, blanks, control bytes, `%` and a text that is a
/// lone `-` are percent-encoded, so that no text can pass for another field or another line.
public struct DecisionLine: Equatable, Sendable {
  /// The sequence number of the tick; 0 before the first.
  public var sequence: Int64
  /// What it is about.
  public var kind: DecisionKind
  /// The number in the order's id; nil for what got none.
  public var orderNumber: Int64?
  /// Which way it goes; nil for what has no side.
  public var side: OrderSide?
  /// The instrument.
  public var symbol: String
  /// Units, if that says something.
  public var quantity: Int64?
  /// `market`, `limit`, `stop` or `stop_limit` for an order; the kind of level for a level change.
  public var type: String?
  /// The limit, or the price of a fill.
  public var price: Price?
  /// The trigger, or the level that was set.
  public var trigger: Price?
  /// The reason of an order, or the code of a denial.
  public var reason: String?
  /// The script's own mark.
  public var tag: String?

  /// A decision; what is left out is missing.
  public init(
    sequence: Int64, kind: DecisionKind, orderNumber: Int64? = nil, side: OrderSide? = nil,
    symbol: String, quantity: Int64? = nil, type: String? = nil, price: Price? = nil,
    trigger: Price? = nil, reason: String? = nil, tag: String? = nil
  ) {
    self.sequence = sequence
    self.kind = kind
    self.orderNumber = orderNumber
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.type = type
    self.price = price
    self.trigger = trigger
    self.reason = reason
    self.tag = tag
  }

  /// Appends the line with its line feed.
  public func append(to bytes: inout [UInt8]) {
    DecimalBytes.append(sequence, to: &bytes)
    bytes.append(Self.blank)
    bytes.append(contentsOf: kind.rawValue.utf8)
    bytes.append(Self.blank)
    appendOrderID(to: &bytes)
    bytes.append(Self.blank)
    Self.append(side?.text, to: &bytes)
    bytes.append(Self.blank)
    Self.append(symbol, to: &bytes)
    bytes.append(Self.blank)
    if let quantity {
      DecimalBytes.append(quantity, to: &bytes)
    } else {
      bytes.append(Self.missing)
    }
    bytes.append(Self.blank)
    Self.append(type, to: &bytes)
    bytes.append(Self.blank)
    Self.append(price, to: &bytes)
    bytes.append(Self.blank)
    Self.append(trigger, to: &bytes)
    bytes.append(Self.blank)
    Self.append(reason, to: &bytes)
    bytes.append(Self.blank)
    Self.append(tag, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  private static let blank = UInt8(ascii: " ")
  private static let missing = UInt8(ascii: "-")
  private static let percent = UInt8(ascii: "%")

  private func appendOrderID(to bytes: inout [UInt8]) {
    guard let orderNumber, let side else {
      bytes.append(Self.missing)
      return
    }
    bytes.append(contentsOf: side.text.utf8)
    bytes.append(UInt8(ascii: "-"))
    DecimalBytes.append(orderNumber, to: &bytes)
  }

  private static func append(_ price: Price?, to bytes: inout [UInt8]) {
    guard let price else {
      bytes.append(missing)
      return
    }
    DecimalBytes.append(micros: price.micros, to: &bytes)
  }

  private static func append(_ text: String?, to bytes: inout [UInt8]) {
    guard let text, !text.isEmpty else {
      bytes.append(missing)
      return
    }
    let isLoneDash = text.utf8.count == 1 && text.utf8.first == missing
    let wasPlain = text.utf8.withContiguousStorageIfAvailable { buffer in
      guard !isLoneDash, buffer.allSatisfy(isPlain) else { return false }
      bytes.append(contentsOf: buffer)
      return true
    }
    if wasPlain == true { return }
    for byte in text.utf8 {
      if isPlain(byte), !isLoneDash {
        bytes.append(byte)
      } else {
        bytes.append(percent)
        bytes.append(contentsOf: HexText.upperCaseDigits(of: byte))
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > blank && byte != 0x7F && byte != percent
  }
}

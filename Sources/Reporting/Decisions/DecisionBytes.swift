public import Money
public import Trading

/// A decision's line put together from bytes, without a text being made.
///
/// See ``DecisionLine`` for the form of the line.
public struct DecisionBytes {
  private let sequence: Int64
  private let kind: DecisionKind
  private let orderNumber: Int64?
  private let side: OrderSide?
  private let quantity: Int64?
  private let type: OrderType?
  private let price: Price?
  private let trigger: Price?

  /// The numbers and words of a decision; what is nil is missing.
  public init(
    sequence: Int64, kind: DecisionKind, orderNumber: Int64?, side: OrderSide?, quantity: Int64?,
    type: OrderType?, price: Price?, trigger: Price?
  ) {
    self.sequence = sequence
    self.kind = kind
    self.orderNumber = orderNumber
    self.side = side
    self.quantity = quantity
    self.type = type
    self.price = price
    self.trigger = trigger
  }

  /// Appends the line with its line feed; texts are encoded already (``DecisionLine/encoded(_:)``).
  public func append(
    symbol: [UInt8], typeText: [UInt8]? = nil, reason: [UInt8], tag: [UInt8],
    to bytes: inout [UInt8]
  ) {
    DecimalBytes.append(sequence, to: &bytes)
    bytes.append(Self.blank)
    Self.append(Self.word(of: kind), to: &bytes)
    bytes.append(Self.blank)
    if let orderNumber, let side {
      Self.append(Self.word(of: side), to: &bytes)
      bytes.append(Self.missing)
      DecimalBytes.append(orderNumber, to: &bytes)
    } else {
      bytes.append(Self.missing)
    }
    bytes.append(Self.blank)
    if let side { Self.append(Self.word(of: side), to: &bytes) } else { bytes.append(Self.missing) }
    bytes.append(Self.blank)
    bytes.append(contentsOf: symbol)
    bytes.append(Self.blank)
    if let quantity {
      DecimalBytes.append(quantity, to: &bytes)
    } else {
      bytes.append(Self.missing)
    }
    bytes.append(Self.blank)
    if let typeText {
      bytes.append(contentsOf: typeText)
    } else if let type {
      Self.append(Self.word(of: type), to: &bytes)
    } else {
      bytes.append(Self.missing)
    }
    bytes.append(Self.blank)
    Self.append(price, to: &bytes)
    bytes.append(Self.blank)
    Self.append(trigger, to: &bytes)
    bytes.append(Self.blank)
    bytes.append(contentsOf: reason)
    bytes.append(Self.blank)
    bytes.append(contentsOf: tag)
    bytes.append(UInt8(ascii: "\n"))
  }

  private static let blank = UInt8(ascii: " ")
  private static let missing = UInt8(ascii: "-")

  @inline(__always)
  private static func append(_ word: StaticString, to bytes: inout [UInt8]) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private static func append(_ price: Price?, to bytes: inout [UInt8]) {
    guard let price else {
      bytes.append(missing)
      return
    }
    DecimalBytes.append(micros: price.micros, to: &bytes)
  }

  private static func word(of kind: DecisionKind) -> StaticString {
    switch kind {
    case .request: "request"
    case .denial: "denial"
    case .fill: "fill"
    case .cancel: "cancel"
    case .level: "level"
    case .failure: "failure"
    case .stop: "stop"
    case .target: "target"
    }
  }

  private static func word(of side: OrderSide) -> StaticString {
    switch side {
    case .buy: "BUY"
    case .sell: "SELL"
    }
  }

  private static func word(of type: OrderType) -> StaticString {
    switch type {
    case .market: "market"
    case .limit: "limit"
    case .stop: "stop"
    case .stopLimit: "stop_limit"
    }
  }
}

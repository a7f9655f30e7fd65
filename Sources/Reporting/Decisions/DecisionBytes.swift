public import Market
public import Money
public import Trading

/// A decision's line put together from bytes, without a text being made.
///
/// See ``DecisionLine`` for the form of the line.
public struct DecisionBytes {
  private let sequence: Int64
  private let time: EventTime
  private let kind: DecisionKind
  private let orderNumber: Int64?
  private let side: OrderSide?
  private let quantity: Int64?
  private let type: OrderType?
  private let price: Price?
  private let trigger: Price?

  /// The numbers and words of a decision; what is nil is missing.
  public init(
    sequence: Int64, time: EventTime, kind: DecisionKind, orderNumber: Int64?, side: OrderSide?,
    quantity: Int64?,
    type: OrderType?, price: Price?, trigger: Price?
  ) {
    self.sequence = sequence
    self.time = time
    self.kind = kind
    self.orderNumber = orderNumber
    self.side = side
    self.quantity = quantity
    self.type = type
    self.price = price
    self.trigger = trigger
  }

  /// The most bytes a line has besides its texts.
  static let bytesBesideTexts = 192

  /// Appends the line with its line feed; texts are encoded already (``DecisionLine/encoded(_:)``).
  public func append(
    symbol: EncodedWord, typeText: EncodedWord? = nil, reason: EncodedWord, tag: EncodedWord,
    to bytes: inout [UInt8]
  ) {
    let texts = symbol.count + (typeText?.count ?? 0) + reason.count + tag.count
    let line = [UInt8](unsafeUninitializedCapacity: texts + Self.bytesBesideTexts) {
      buffer, count in
      guard let start = buffer.baseAddress else { return }
      var writer = LineWriter(start)
      var digits = TimeDigits()
      write(symbol: symbol, typeText: typeText, reason: reason, tag: tag, &digits, to: &writer)
      count = writer.place - start
    }
    bytes.append(contentsOf: line)
  }

  /// Writes the line with its line feed; `digits` knows the time of the decision before.
  func write(
    symbol: EncodedWord, typeText: EncodedWord? = nil, reason: EncodedWord, tag: EncodedWord,
    _ digits: inout TimeDigits, to writer: inout LineWriter
  ) {
    writer.append(sequence)
    writer.append(Self.blank)
    digits.write(time, to: &writer)
    writer.append(Self.blank)
    writer.append(kind.word)
    writer.append(Self.blank)
    if let orderNumber, let side {
      writer.append(ShortWord.of(side))
      writer.append(Self.missing)
      writer.append(orderNumber)
    } else {
      writer.append(Self.missing)
    }
    writer.append(Self.blank)
    if let side { writer.append(ShortWord.of(side)) } else { writer.append(Self.missing) }
    writer.append(Self.blank)
    writer.append(symbol)
    writer.append(Self.blank)
    if let quantity { writer.append(quantity) } else { writer.append(Self.missing) }
    writer.append(Self.blank)
    if let typeText {
      writer.append(typeText)
    } else if let type {
      writer.append(ShortWord.of(type))
    } else {
      writer.append(Self.missing)
    }
    writer.append(Self.blank)
    if let price { writer.append(micros: price.micros) } else { writer.append(Self.missing) }
    writer.append(Self.blank)
    if let trigger { writer.append(micros: trigger.micros) } else { writer.append(Self.missing) }
    writer.append(Self.blank)
    writer.append(reason)
    writer.append(Self.blank)
    writer.append(tag)
    writer.append(UInt8(ascii: "\n"))
  }

  private static let blank = UInt8(ascii: " ")
  private static let missing = UInt8(ascii: "-")
}

/// What a line of the canonical decisions is about.
public enum DecisionKind: Sendable {
  /// A script, a rule or a protective level asked for an order.
  case request
  /// The risk gate denied a request.
  case denial
  /// An order was filled, wholly or in part.
  case fill
  /// An order was cancelled.
  case cancel
  /// A protective level was set, moved or removed.
  case level
  /// An approved order that failed later.
  case failure
  /// A stop was set or moved.
  case stop
  /// A take-profit was set or moved.
  case target

  /// The word of the line.
  var word: StaticString {
    switch self {
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
}

public import Market
public import Money
public import Trading

/// One decision in its canonical form, from which the decision hash is made.
///
/// The line is `seq time kind order_id side symbol quantity type price trigger reason tag`, joined by
/// single blanks. A missing field is `-`. In texts, blanks, control bytes, `%` and a text that is a
/// lone `-` are percent-encoded, so that no text can pass for another field or another line.
public struct DecisionLine: Equatable, Sendable {
  /// The sequence number of the last tick; 0 before the first.
  public var sequence: Int64
  /// The time of the event or the due moment, written in nanoseconds since the epoch.
  public var time: EventTime
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
    sequence: Int64, time: EventTime, kind: DecisionKind, orderNumber: Int64? = nil,
    side: OrderSide? = nil,
    symbol: String, quantity: Int64? = nil, type: String? = nil, price: Price? = nil,
    trigger: Price? = nil, reason: String? = nil, tag: String? = nil
  ) {
    self.sequence = sequence
    self.time = time
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
    let words = EncodedWords()
    DecisionBytes(
      sequence: sequence, time: time, kind: kind, orderNumber: orderNumber, side: side,
      quantity: quantity,
      type: nil, price: price, trigger: trigger
    ).append(
      symbol: words.keep(symbol), typeText: type.map { words.keep($0) },
      reason: words.keep(reason ?? ""), tag: words.keep(tag ?? ""), to: &bytes)
    withExtendedLifetime(words) {}
  }

  /// A text as it stands in a line: `-` when it is empty, blanks and the like percent-encoded.
  public static func encoded(_ text: String) -> [UInt8] {
    let missing = UInt8(ascii: "-")
    let isLoneDash = text.utf8.elementsEqual([missing])
    guard !text.isEmpty else { return [missing] }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isPlain(byte), !isLoneDash {
        bytes.append(byte)
      } else {
        bytes.append(UInt8(ascii: "%"))
        bytes.append(contentsOf: HexText.upperCaseDigits(of: byte))
      }
    }
    return bytes
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > UInt8(ascii: " ") && byte != 0x7F && byte != UInt8(ascii: "%")
  }
}

/// The bytes of a text as it stands in a decision's line; see ``DecisionLine/encoded(_:)``.
///
/// It owns nothing: lines are made by the million, and counting references would cost as much as
/// writing them.
public typealias EncodedWord = UnsafeBufferPointer<UInt8>

/// Keeps encoded texts in one place in memory for as long as it lives.
public final class EncodedWords {
  private var words: [UnsafeMutableBufferPointer<UInt8>] = []

  /// No texts yet.
  public init() {}

  deinit { forget() }

  /// How many texts are kept.
  public var count: Int { words.count }

  /// A kept text, by its place in the order of keeping.
  public subscript(place: Int) -> EncodedWord { EncodedWord(words[place]) }

  /// Gives all texts back.
  public func forget() {
    guard !words.isEmpty else { return }
    for word in words { word.deallocate() }
    words.removeAll(keepingCapacity: true)
  }

  /// Encodes a text and keeps it.
  ///
  /// - Returns: Its bytes, which live as long as this object, or until it forgets them.
  public func keep(_ text: String) -> EncodedWord {
    let bytes = DecisionLine.encoded(text)
    let word = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = word.initialize(from: bytes)
    words.append(word)
    return EncodedWord(word)
  }
}

import Market
import Money
import Trading

extension RequestedPrice: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> RequestedPrice {
    switch try reader.number(UInt8.self) {
    case 0: .nanos(try reader.number(in: 1_000...largestNanos, "a price"))
    case 1: .invalid(try reader.text(atMost: MessageLimits.line))
    default: throw .invalid("a price")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .nanos(let nanos):
      writer.put(UInt8(0))
      writer.put(nanos)
    case .invalid(let text):
      writer.put(UInt8(1))
      writer.put(text, atMost: MessageLimits.line)
    }
  }
}

extension RequestedQuantity: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> RequestedQuantity {
    switch try reader.number(UInt8.self) {
    case 0: .whole(try reader.number())
    case 1: .invalid(try reader.text(atMost: MessageLimits.line))
    default: throw .invalid("a quantity")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .whole(let number):
      writer.put(UInt8(0))
      writer.put(number)
    case .invalid(let text):
      writer.put(UInt8(1))
      writer.put(text, atMost: MessageLimits.line)
    }
  }
}

extension Distance: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Distance {
    let unit = try reader.number(in: UInt8(0)...3, "a distance's unit")
    let nanos = try reader.number(in: 1...Int64.max, "a distance")
    switch unit {
    case 0: return .percent(nanos: nanos)
    case 1: return .points(nanos: nanos)
    case 2: return .increments(nanos: nanos)
    default: return .riskMultiples(nanos: nanos)
    }
  }

  func write(_ writer: inout MessageWriter) {
    let (unit, nanos): (UInt8, Int64) =
      switch self {
      case .percent(let nanos): (0, nanos)
      case .points(let nanos): (1, nanos)
      case .increments(let nanos): (2, nanos)
      case .riskMultiples(let nanos): (3, nanos)
      }
    writer.put(unit)
    writer.put(nanos)
  }
}

extension LevelRequest: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> LevelRequest {
    switch try reader.number(UInt8.self) {
    case 0: .price(try reader.value())
    case 1: .distance(try reader.value())
    default: throw .invalid("a level")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .price(let price):
      writer.put(UInt8(0))
      writer.put(price)
    case .distance(let distance):
      writer.put(UInt8(1))
      writer.put(distance)
    }
  }
}

extension OrderRequest: MessageValue {
  /// Reads a request of a script: who asks is not the worker's to say.
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> OrderRequest {
    var request = OrderRequest(
      side: try reader.code(), instrument: try reader.value(), quantity: try reader.value(),
      type: try reader.code(), price: try reader.optional(), trigger: try reader.optional(),
      tag: try reader.text(atMost: MessageLimits.tag), protection: try reader.optional(),
      reason: .script, source: try reader.text(atMost: MessageLimits.line),
      cancelsRestingExits: try reader.flag(),
      follows: try reader.flag()
        ? Int(try reader.number(in: 0...Int64(Int32.max), "an order")) : nil)
    request.validity = try reader.word()
    request.waitsForOpen = try reader.flag()
    request.product = try reader.flag() ? try reader.word() : nil
    return request
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(side.rawValue)
    writer.put(instrument)
    writer.put(quantity)
    writer.put(type.rawValue)
    writer.put(price)
    writer.put(trigger)
    writer.put(tag, atMost: MessageLimits.tag)
    writer.put(protection)
    writer.put(source, atMost: MessageLimits.line)
    writer.put(cancelsRestingExits)
    writer.put(follows != nil)
    if let follows { writer.put(Int64(follows)) }
    writer.put(word: validity)
    writer.put(waitsForOpen)
    writer.put(product != nil)
    if let product { writer.put(word: product) }
  }
}

extension TimerSchedule: MessageValue {
  /// A thousand days, as the script API allows.
  private static let longest: Int64 = 86_400_000 * EventTime.nanosecondsPerSecond

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> TimerSchedule {
    switch try reader.number(UInt8.self) {
    case 0: .after(nanoseconds: try reader.number(in: 0...longest, "a timer"))
    case 1: .every(nanoseconds: try reader.number(in: 1_000_000...longest, "a timer"))
    case 2: .daily(secondOfDay: try reader.number(in: 0...86_399, "a time of day"))
    default: throw .invalid("a timer")
    }
  }

  func write(_ writer: inout MessageWriter) {
    let (kind, value): (UInt8, Int64) =
      switch self {
      case .after(let nanoseconds): (0, nanoseconds)
      case .every(let nanoseconds): (1, nanoseconds)
      case .daily(let second): (2, second)
      }
    writer.put(kind)
    writer.put(value)
  }
}

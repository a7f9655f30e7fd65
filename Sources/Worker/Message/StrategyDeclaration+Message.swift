import Market
import Money
import Scripting
import Trading

extension StrategyDeclaration: MessageValue {
  private static let largest: Int64 = 1_000_000_000_000

  /// Reads a declaration and checks it as the script host does: the worker may be lying.
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> StrategyDeclaration {
    let name = try reader.text(atMost: 40)
    guard !name.isEmpty, name.utf8.allSatisfy({ nameBytes.contains($0) }) else {
      throw .invalid("a strategy's name")
    }
    let symbols = try reader.texts(atMost: 100, each: 64)
    let areClean = symbols.allSatisfy { symbol in
      !symbol.isEmpty && symbol.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
    guard !symbols.isEmpty, areClean, Set(symbols).count == symbols.count else {
      throw .invalid("a strategy's symbols")
    }
    var declaration = StrategyDeclaration(name: name, symbols: symbols)
    declaration.version = try reader.number(in: 0...largest, "a version")
    declaration.bars = try reader.texts(atMost: BarInterval.allCases.count, each: 8)
    guard declaration.bars.allSatisfy({ BarInterval(rawValue: $0) != nil }),
      Set(declaration.bars).count == declaration.bars.count
    else { throw .invalid("a bar interval") }
    declaration.product = try reader.word()
    declaration.allowsShort = try reader.flag()
    declaration.noEntryAfterSecond =
      try reader.flag() ? try reader.number(in: 0...86_399, "a time of day") : nil
    declaration.squareOff = try reader.value()
    declaration.trigger = try reader.word()
    declaration.limits = try reader.value()
    declaration.onError = try reader.word()
    return declaration
  }

  private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789_-".utf8)

  func write(_ writer: inout MessageWriter) {
    writer.put(name)
    writer.put(texts: symbols)
    writer.put(version)
    writer.put(texts: bars)
    writer.put(word: product)
    writer.put(allowsShort)
    writer.put(noEntryAfterSecond)
    writer.put(squareOff)
    writer.put(word: trigger)
    writer.put(limits)
    writer.put(word: onError)
  }
}

extension StrategyDeclaration.SquareOff: MessageValue {
  static func read(
    _ reader: inout MessageReader
  ) throws(MessageFlaw) -> StrategyDeclaration.SquareOff {
    switch try reader.number(UInt8.self) {
    case 0: .never
    case 1: .auto
    case 2: .at(secondOfDay: try reader.number(in: 0...86_399, "a time of day"))
    case 3: .standard
    default: throw .invalid("a square-off")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .never: writer.put(UInt8(0))
    case .auto: writer.put(UInt8(1))
    case .at(let second):
      writer.put(UInt8(2))
      writer.put(second)
    case .standard: writer.put(UInt8(3))
    }
  }
}

extension StrategyLimits: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> StrategyLimits {
    var limits = StrategyLimits()
    limits.maxLoss = try amount(&reader)
    limits.maxOrders = try whole(&reader)
    limits.maxQuantity = try whole(&reader)
    limits.maxNotional = try amount(&reader)
    limits.maxPositions = try whole(&reader)
    limits.cooldownSeconds = try whole(&reader)
    return limits
  }

  private static func amount(_ reader: inout MessageReader) throws(MessageFlaw) -> Amount? {
    guard try reader.flag() else { return nil }
    return Amount(micros: try reader.number(in: 1...Int64.max, "a limit"))
  }

  private static func whole(_ reader: inout MessageReader) throws(MessageFlaw) -> Int64? {
    try reader.flag() ? try reader.number(in: 0...1_000_000_000_000, "a limit") : nil
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(maxLoss)
    writer.put(maxOrders)
    writer.put(maxQuantity)
    writer.put(maxNotional)
    writer.put(maxPositions)
    writer.put(cooldownSeconds)
  }
}

extension ScriptParameter: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ScriptParameter {
    ScriptParameter(
      name: try reader.text(atMost: MessageLimits.parameter), standard: try reader.value(),
      least: try reader.optional(), greatest: try reader.optional(), value: try reader.value())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(name, atMost: MessageLimits.parameter)
    writer.put(standard)
    writer.put(least)
    writer.put(greatest)
    writer.put(value)
  }
}

extension ParameterValue: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ParameterValue {
    switch try reader.number(UInt8.self) {
    case 0: .integer(try reader.number())
    case 1: .number(try reader.finite())
    case 2: .boolean(try reader.flag())
    case 3: .text(try reader.text(atMost: MessageLimits.parameter))
    default: throw .invalid("a parameter")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .integer(let value):
      writer.put(UInt8(0))
      writer.put(value)
    case .number(let value):
      writer.put(UInt8(1))
      writer.put(value)
    case .boolean(let value):
      writer.put(UInt8(2))
      writer.put(value)
    case .text(let value):
      writer.put(UInt8(3))
      writer.put(value, atMost: MessageLimits.parameter)
    }
  }
}

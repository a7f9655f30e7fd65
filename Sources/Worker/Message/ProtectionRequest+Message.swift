import Trading

extension ProtectionRequest: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ProtectionRequest {
    ProtectionRequest(
      stopLoss: try reader.optional(),
      targets: try reader.flag() ? try reader.list(atMost: 20) : nil,
      trail: try reader.optional(), breakeven: try reader.optional(),
      timeExit: try reader.optional(), rule: try reader.optional(),
      allowsWidening: try reader.flag(), source: try reader.text(atMost: MessageLimits.line))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(stopLoss)
    writer.put(targets != nil)
    if let targets { writer.put(list: targets) }
    writer.put(trail)
    writer.put(breakeven)
    writer.put(timeExit)
    writer.put(rule)
    writer.put(allowsWidening)
    writer.put(source, atMost: MessageLimits.line)
  }
}

extension ProtectionRequest.Target: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ProtectionRequest.Target {
    ProtectionRequest.Target(
      level: try reader.value(),
      shareNanos: try reader.number(in: 1...1_000_000_000, "a share"))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(level)
    writer.put(shareNanos)
  }
}

extension ProtectionRequest.Trail: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ProtectionRequest.Trail {
    ProtectionRequest.Trail(
      by: try reader.value(), after: try reader.optional(), step: try reader.optional())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(by)
    writer.put(after)
    writer.put(step)
  }
}

extension ProtectionRequest.Breakeven: MessageValue {
  static func read(
    _ reader: inout MessageReader
  ) throws(MessageFlaw) -> ProtectionRequest.Breakeven {
    ProtectionRequest.Breakeven(after: try reader.value(), offset: try reader.optional())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(after)
    writer.put(offset)
  }
}

extension ProtectionRequest.TimeExit: MessageValue {
  static func read(
    _ reader: inout MessageReader
  ) throws(MessageFlaw) -> ProtectionRequest.TimeExit {
    switch try reader.number(UInt8.self) {
    case 0: .after(seconds: try reader.number(in: 1...86_400_000, "a time exit"))
    case 1: .at(secondOfDay: try reader.number(in: 0...86_399, "a time of day"))
    default: throw .invalid("a time exit")
    }
  }

  func write(_ writer: inout MessageWriter) {
    let (kind, seconds): (UInt8, Int64) =
      switch self {
      case .after(let seconds): (0, seconds)
      case .at(let second): (1, second)
      }
    writer.put(kind)
    writer.put(seconds)
  }
}

extension ProtectionRequest.Rule: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ProtectionRequest.Rule {
    ProtectionRequest.Rule(
      name: try reader.text(atMost: MessageLimits.word),
      arguments: Array(try reader.bytes(atMost: MessageLimits.arguments)))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(name)
    writer.put(bytes: arguments)
  }
}
